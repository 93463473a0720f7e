// SPDX-License-Identifier: Apache-2.0
// The bytes one access touches, exactly: `groups` groups of `runs` runs of `run_bytes` bytes.
//
//   for g in 0..groups:  for r in 0..runs:
//     [address + g*group_stride + r*run_stride, ... + run_bytes)
//
// A vector instruction has one group per repeat, so a group's index is the repeat that touches it;
// a DMA has one run per burst and a single group.
#pragma once

#include <cstdint>

namespace npusim {

struct Span {
  std::uint64_t address = 0;  ///< bytes; a device address in GM, an offset in a local memory
  std::uint32_t run_bytes = 0;
  std::uint32_t runs = 1;
  std::uint32_t groups = 1;
  std::int64_t run_stride = 0;    ///< bytes from run to run
  std::int64_t group_stride = 0;  ///< bytes from group to group

  friend bool operator==(const Span&, const Span&) = default;

  constexpr std::uint64_t total_bytes() const { return std::uint64_t{run_bytes} * runs * groups; }
  /// First byte of the bounding interval (strides may be negative).
  std::uint64_t lowest() const {
    return address + (run_stride < 0 ? distance(run_stride, runs) : 0) +
           (group_stride < 0 ? distance(group_stride, groups) : 0);
  }
  /// One past the last byte of the bounding interval.
  std::uint64_t end() const {
    return address + run_bytes + (run_stride > 0 ? distance(run_stride, runs) : 0) +
           (group_stride > 0 ? distance(group_stride, groups) : 0);
  }

 private:
  /// From the first of `count` to the last; modulo 2^64, whatever a damaged trace says.
  static std::uint64_t distance(std::int64_t stride, std::uint32_t count) {
    return static_cast<std::uint64_t>(stride) * (std::uint64_t{count} - 1);
  }
};

/// A contiguous piece of memory.
constexpr Span contiguous(std::uint64_t address, std::uint32_t bytes) {
  Span span;
  span.address = address;
  span.run_bytes = bytes;
  return span;
}

}  // namespace npusim
