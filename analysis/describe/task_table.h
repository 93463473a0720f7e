// SPDX-License-Identifier: Apache-2.0
// The tasks of a run by number, as they were described at their submission.
#pragma once

#include <map>
#include <string>

#include "models/arch/event.h"

namespace npusim::analysis {

class TaskTable {
 public:
  void add(const TaskDescription& task) { tasks_[task.task] = task; }
  /// Null if the task was never described.
  const TaskDescription* find(TaskIndex task) const {
    const auto found = tasks_.find(task);
    return found == tasks_.end() ? nullptr : &found->second;
  }
  /// Its name; "task 3" if it has none; empty for no task.
  std::string name(TaskIndex task) const {
    if (task == kNoTask) return {};
    const TaskDescription* const found = find(task);
    return found == nullptr || found->name.empty() ? "task " + std::to_string(task) : found->name;
  }
  /// "gemm (task 3)", as people tell tasks of one name apart; empty for no task.
  std::string label(TaskIndex task) const {
    if (task == kNoTask) return {};
    const TaskDescription* const found = find(task);
    const std::string number = "task " + std::to_string(task);
    return found == nullptr || found->name.empty() ? number : found->name + " (" + number + ")";
  }

 private:
  std::map<TaskIndex, TaskDescription> tasks_;
};

}  // namespace npusim::analysis
