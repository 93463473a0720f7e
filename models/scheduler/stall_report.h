// SPDX-License-Identifier: Apache-2.0
// What everybody waits for when a run does not end: one line per core, thread and unfinished task.
// And why, with the codes that the runtime and the host would show (task-runtime.md section 3.6).
#pragma once

#include <string>
#include <vector>

#include "models/scheduler/orchestrator.h"
#include "models/scheduler/task_dispatcher.h"

namespace npusim {

/// "scheduler thread 2 saw no progress for 800000 iterations: scheduler code 100, host code 507046
/// (...)".
std::string stall_sentence(const RuntimeState& state, int host_code);

std::vector<std::string> stall_report(RuntimeState& state, const Orchestrator& orchestrator,
                                      const std::vector<const TaskDispatcher*>& dispatchers);

}  // namespace npusim
