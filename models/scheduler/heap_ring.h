// SPDX-License-Identifier: Apache-2.0
// The heap of one ring: a bump pointer that wraps, reclaimed strictly in task order
// (task-runtime.md section 3.5). Offsets are bytes from the ring's base.
#pragma once

#include <cstdint>
#include <optional>

namespace npusim {

class HeapRing {
 public:
  /// `resets_when_empty`: an empty heap starts over at its base (fixed after the base runtime;
  /// before, a large block could find no room in an empty heap).
  HeapRing(std::uint64_t bytes, bool resets_when_empty)
      : bytes_(bytes), resets_when_empty_(resets_when_empty) {}

  /// Takes `bytes` (a multiple of 64) in one piece, or nothing. 0 bytes always fit.
  std::optional<std::uint64_t> allocate(std::uint64_t bytes);
  /// All blocks up to the one that ends at `end` are free. `empty`: no task holds a block.
  void reclaim(std::uint64_t end, bool empty);

  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t top() const { return top_; }
  std::uint64_t tail() const { return tail_; }
  /// Bytes that are not free, the rest before the end that a wrap left over included.
  std::uint64_t held() const { return top_ >= tail_ ? top_ - tail_ : bytes_ - tail_ + top_; }

 private:
  std::uint64_t bytes_;
  bool resets_when_empty_;
  std::uint64_t top_ = 0;
  std::uint64_t tail_ = 0;
};

}  // namespace npusim
