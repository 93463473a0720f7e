// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/device_image.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "models/memory/address_window.h"

namespace npusim {
namespace {

/// Space before the first argument and between arguments, so that an access a little outside a
/// tensor meets no other tensor. Whole pages, so that what was touched is known per argument.
constexpr std::uint64_t kGapBytes = 64 * 1024;

std::uint64_t round_up(std::uint64_t value, std::uint64_t unit) {
  return (value + unit - 1) / unit * unit;
}

[[noreturn]] void fail(const char* what, std::uint64_t bytes) {
  throw std::runtime_error(fmt::format("cannot {} {} MiB of device memory: {}", what, bytes >> 20,
                                       std::strerror(errno)));
}

}  // namespace

DeviceView::~DeviceView() {
  if (bytes_ != nullptr) munmap(bytes_, size_);
}

DeviceImage::DeviceImage(const Program& program, std::uint64_t heap_bytes)
    : heap_bytes_(heap_bytes) {
  std::uint64_t at = kGapBytes;
  for (const Argument& argument : program.arguments) {
    addresses_.push_back(kWindowBase + at);
    at = round_up(at + argument.size_bytes(), kGapBytes) + kGapBytes;
  }
  heap_address_ = kWindowBase + at;

  file_ = memfd_create("npusim-device-memory", MFD_CLOEXEC);
  if (file_ < 0 || ftruncate(file_, static_cast<off_t>(at)) != 0) fail("create", at);
  void* const shared = mmap(nullptr, at, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (shared == MAP_FAILED) fail("map", at);
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    program.arguments[i].initial.fill(static_cast<std::byte*>(shared) +
                                      (addresses_[i] - kWindowBase));
  }
  munmap(shared, at);
}

DeviceImage::~DeviceImage() {
  if (file_ >= 0) close(file_);
}

DeviceView DeviceImage::map(bool with_heap) const {
  const std::uint64_t arguments_bytes = heap_address_ - kWindowBase;
  const std::uint64_t bytes = arguments_bytes + (with_heap ? heap_bytes_ : 0);
  void* const all = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (all == MAP_FAILED) fail("map", bytes);
  void* const arguments = mmap(all, arguments_bytes, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, file_, 0);
  if (arguments == MAP_FAILED) fail("map", arguments_bytes);
  return {static_cast<std::byte*>(all), bytes};
}

}  // namespace npusim
