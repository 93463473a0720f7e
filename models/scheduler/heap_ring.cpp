// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/heap_ring.h"

namespace npusim {

std::optional<std::uint64_t> HeapRing::allocate(std::uint64_t bytes) {
  if (bytes == 0) return top_;
  std::uint64_t begin = top_;
  if (top_ < tail_) {
    if (tail_ - top_ <= bytes) return std::nullopt;
  } else if (bytes_ - top_ < bytes) {
    // Never up to the tail: top == tail would look empty.
    if (tail_ <= bytes) return std::nullopt;
    begin = 0;
  }
  top_ = begin + bytes;
  return begin;
}

void HeapRing::reclaim(std::uint64_t end, bool empty) {
  tail_ = end;
  if (empty && resets_when_empty_) top_ = tail_ = 0;
}

}  // namespace npusim
