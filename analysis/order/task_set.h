// SPDX-License-Identifier: Apache-2.0
// A set of tasks, one bit each.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "models/arch/event.h"

namespace npusim::analysis {

class TaskSet {
 public:
  bool contains(TaskIndex task) const {
    return task / 64 < words_.size() && (words_[task / 64] >> (task % 64) & 1) != 0;
  }

  void insert(TaskIndex task) {
    if (task / 64 >= words_.size()) words_.resize(task / 64 + 1, 0);
    words_[task / 64] |= std::uint64_t{1} << (task % 64);
  }

  void insert(const TaskSet& others) {
    insert(others, [](TaskIndex) {});
  }

  /// Calls visit(task) for each task that was not there before.
  template <typename Visit>
  void insert(const TaskSet& others, Visit&& visit) {
    if (words_.size() < others.words_.size()) words_.resize(others.words_.size(), 0);
    for (std::size_t i = 0; i < others.words_.size(); ++i) {
      std::uint64_t fresh = others.words_[i] & ~words_[i];
      words_[i] |= fresh;
      for (; fresh != 0; fresh &= fresh - 1) {
        visit(static_cast<TaskIndex>(64 * i + static_cast<unsigned>(std::countr_zero(fresh))));
      }
    }
  }

  void clear() { words_.clear(); }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace npusim::analysis
