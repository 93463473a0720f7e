// SPDX-License-Identifier: Apache-2.0
// Why the runtime made no edge between two tasks that touch the same bytes, and which declaration
// would make it (task-runtime.md section 3.2).
#pragma once

#include <string>
#include <string_view>

#include "analysis/describe/task_table.h"
#include "analysis/race/race.h"

namespace npusim::analysis {

struct TaskAdvice {
  std::string_view rule;
  std::string missing_edge;
  std::string fix;
};

/// Requires: the race is in GM, between two different tasks without a path from the first to the
/// second; `tensor` names the bytes.
TaskAdvice advise(const Race& race, const TaskTable& tasks, const std::string& tensor);

/// The same for a task and the orchestrator's own access after its submission. `line` is where the
/// orchestrator makes it.
TaskAdvice advise_orchestrator(const Race& race, const TaskTable& tasks, const std::string& tensor,
                               const std::string& line);

}  // namespace npusim::analysis
