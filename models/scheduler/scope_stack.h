// SPDX-License-Identifier: Apache-2.0
// Open scopes and the tasks created in each (task-runtime.md section 2.7).
#pragma once

#include <vector>

#include "models/scheduler/task_slot.h"

namespace npusim {

class ScopeStack {
 public:
  static constexpr std::size_t kMaxDepth = 64;
  static constexpr std::size_t kMaxTasks = 65536;

  std::size_t depth() const { return scopes_.size(); }
  /// The runtime's own scope has ring 0, the program's outermost ring 1, and so on up to ring 3.
  std::uint8_t ring() const {
    const std::size_t level = scopes_.empty() ? 0 : scopes_.size() - 1;
    return static_cast<std::uint8_t>(level < kRingCount ? level : kRingCount - 1);
  }
  bool is_manual() const { return !scopes_.empty() && scopes_.back().manual; }

  /// A scope inside a manual one is manual.
  void open(bool manual) { scopes_.push_back({manual || is_manual(), {}}); }
  /// Closes the innermost scope: its tasks in order of submission.
  std::vector<TaskSlot*> close() {
    std::vector<TaskSlot*> tasks = std::move(scopes_.back().tasks);
    scopes_.pop_back();
    task_count_ -= tasks.size();
    return tasks;
  }

  void add(TaskSlot& task) {
    scopes_.back().tasks.push_back(&task);
    ++task_count_;
  }
  std::size_t innermost_tasks() const { return scopes_.back().tasks.size(); }
  std::size_t task_count() const { return task_count_; }

 private:
  struct Scope {
    bool manual;
    std::vector<TaskSlot*> tasks;
  };
  std::vector<Scope> scopes_;
  std::size_t task_count_ = 0;
};

}  // namespace npusim
