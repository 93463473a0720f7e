// SPDX-License-Identifier: Apache-2.0
// Device memory before the first task: where the arguments lie, and what they hold. The initial
// contents exist once, in a memory file; each user gets a private copy-on-write view, so that large
// tensors of which little is touched cost little.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/arch/byte_range.h"
#include "sim/program/program.h"

namespace npusim {

/// A private view of a DeviceImage.
class DeviceView {
 public:
  DeviceView(std::byte* bytes, std::uint64_t size) : bytes_(bytes), size_(size) {}
  ~DeviceView();
  DeviceView(DeviceView&& other) noexcept
      : bytes_(std::exchange(other.bytes_, nullptr)), size_(other.size_) {}
  DeviceView(const DeviceView&) = delete;
  DeviceView& operator=(const DeviceView&) = delete;

  /// The byte of device address kWindowBase.
  std::byte* bytes() const { return bytes_; }
  std::uint64_t size() const { return size_; }

 private:
  std::byte* bytes_;
  std::uint64_t size_;
};

class DeviceImage {
 public:
  /// Lays the arguments of `program` out and fills them. Throws InputError for unreadable contents,
  /// std::runtime_error if memory cannot be had.
  explicit DeviceImage(const Program& program);
  ~DeviceImage();
  DeviceImage(const DeviceImage&) = delete;
  DeviceImage& operator=(const DeviceImage&) = delete;

  /// Device address of an argument.
  std::uint64_t argument_address(std::size_t index) const { return addresses_[index]; }
  /// Where the heap begins in a view that has one.
  std::uint64_t heap_address() const { return heap_address_; }

  /// Arguments and a heap of zeros. Throws InputError if both together exceed the device's memory.
  DeviceView view_all(std::uint64_t heap_bytes) const;
  /// Arguments only.
  DeviceView view_arguments() const { return map(0); }

 private:
  /// A stretch of device memory and where in the file its initial bytes are. Contents that repeat
  /// are in the file once and mapped many times.
  struct Piece {
    std::uint64_t begin, bytes, in_file;
  };
  void place(const Argument& argument, std::uint64_t begin);
  DeviceView map(std::uint64_t heap_bytes) const;

  std::string program_file_;
  std::vector<std::uint64_t> addresses_;
  std::vector<Piece> pieces_;
  std::uint64_t file_bytes_ = 0;
  std::uint64_t heap_address_ = 0;
  int file_ = -1;
};

}  // namespace npusim
