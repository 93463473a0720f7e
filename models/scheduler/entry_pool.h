// SPDX-License-Identifier: Apache-2.0
// A pool of list entries that is filled and freed in order: two counters.
#pragma once

#include <algorithm>
#include <cstdint>

namespace npusim {

class EntryPool {
 public:
  explicit EntryPool(std::int32_t capacity) : capacity_(capacity) {}

  std::int32_t capacity() const { return capacity_; }
  std::int32_t available() const { return capacity_ - (top_ - tail_); }
  /// Entries ever taken, counting from 1.
  std::int32_t top() const { return top_; }
  void take() { ++top_; }
  /// Everything before `mark` (a former top) is free.
  void free_to(std::int32_t mark) { tail_ = std::max(tail_, mark); }

 private:
  std::int32_t capacity_;
  std::int32_t top_ = 1;
  std::int32_t tail_ = 1;
};

}  // namespace npusim
