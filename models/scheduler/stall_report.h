// SPDX-License-Identifier: Apache-2.0
// What everybody waits for when a run does not end: one line per core, thread and unfinished task.
#pragma once

#include <string>
#include <vector>

#include "models/scheduler/orchestrator.h"
#include "models/scheduler/task_dispatcher.h"

namespace npusim {

std::vector<std::string> stall_report(RuntimeState& state, const Orchestrator& orchestrator,
                                      const std::vector<const TaskDispatcher*>& dispatchers);

}  // namespace npusim
