// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/device_image.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "models/arch/input_error.h"
#include "models/memory/address_window.h"

namespace npusim {
namespace {

/// Space before the first argument and between arguments, so that an access a little outside a
/// tensor meets no other tensor. Whole pages, so that what was touched is known per argument.
constexpr std::uint64_t kGapBytes = 64 * 1024;

std::uint64_t round_up(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit * unit;
}

/// How much of an argument's initial contents the file holds: all, or of large ones that repeat
/// themselves in whole pages about kRepeatedBytes.
std::uint64_t repeated_bytes(const Argument& argument) {
  constexpr std::uint64_t kRepeatedBytes = 1 << 20;
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  const std::uint64_t bytes = argument.size_bytes();
  const std::uint64_t period = argument.initial.period_bytes();
  if (period == 0 || bytes % page != 0) return bytes;
  const std::uint64_t stored = round_up(kRepeatedBytes, std::lcm(period, page));
  return stored < bytes ? stored : bytes;
}

[[noreturn]] void fail(const char* what, std::uint64_t bytes) {
  throw std::runtime_error(fmt::format("cannot {} {} MiB of device memory: {}", what, bytes >> 20,
                                       std::strerror(errno)));
}

}  // namespace

DeviceView::~DeviceView() {
  if (bytes_ != nullptr) munmap(bytes_, size_);
}

DeviceImage::DeviceImage(const Program& program) : program_file_(program.config.file.string()) {
  std::uint64_t at = kGapBytes;
  for (const Argument& argument : program.arguments) {
    addresses_.push_back(kWindowBase + at);
    at = round_up(at + argument.size_bytes(), kGapBytes) + kGapBytes;
  }
  heap_address_ = kWindowBase + at;

  file_ = memfd_create("npusim-device-memory", MFD_CLOEXEC);
  if (file_ < 0) fail("create", at);
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    place(program.arguments[i], addresses_[i] - kWindowBase);
  }
}

void DeviceImage::place(const Argument& argument, std::uint64_t begin) {
  const std::uint64_t bytes = argument.size_bytes();
  const std::uint64_t stored = repeated_bytes(argument);
  const std::uint64_t in_file = file_bytes_;
  file_bytes_ += round_up(stored, kGapBytes);
  if (ftruncate(file_, static_cast<off_t>(file_bytes_)) != 0) fail("create", file_bytes_);
  argument.initial.write_to(file_, in_file, stored);
  for (std::uint64_t done = 0; done < bytes; done += stored) {
    pieces_.push_back({begin + done, std::min(stored, bytes - done), in_file});
  }
}

DeviceImage::~DeviceImage() {
  if (file_ >= 0) close(file_);
}

DeviceView DeviceImage::view_all(std::uint64_t heap_bytes) const {
  const std::uint64_t arguments_bytes = heap_address_ - kWindowBase;
  if (arguments_bytes > kGmWindowBytes || heap_bytes > kGmWindowBytes - arguments_bytes) {
    throw InputError(program_file_, "",
                     fmt::format("at most {} MiB of device memory", kGmWindowBytes >> 20),
                     fmt::format("{} MiB of arguments and {} MiB of heap rings",
                                 arguments_bytes >> 20, heap_bytes >> 20),
                     "use smaller tensors or rings (RUNTIME_ENV, PTO2_RING_HEAP)");
  }
  return map(heap_bytes);
}

DeviceView DeviceImage::map(std::uint64_t heap_bytes) const {
  const std::uint64_t bytes = heap_address_ - kWindowBase + heap_bytes;
  void* const all = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (all == MAP_FAILED) fail("map", bytes);
  for (const Piece& piece : pieces_) {
    void* const wanted = static_cast<std::byte*>(all) + piece.begin;
    if (mmap(wanted, piece.bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE,
             file_, static_cast<off_t>(piece.in_file)) == MAP_FAILED) {
      fail("map", bytes);
    }
  }
  return {static_cast<std::byte*>(all), bytes};
}

}  // namespace npusim
