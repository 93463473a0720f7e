// SPDX-License-Identifier: Apache-2.0
// A task's payload: the tensors and scalars its kernels will see, and what is told of them.
#pragma once

#include "models/scheduler/orchestrator_state.h"
#include "models/scheduler/output_layout.h"

namespace npusim {

/// Tells the outside of the task and its arguments.
void describe(OrchestratorState& orchestrator, const TaskSlot& task,
              const port::Submission& request, const OutputLayout& layout);

/// Fills task.tensors and task.scalars. Makes the outputs, which `result` receives.
void fill_payload(OrchestratorState& orchestrator, TaskSlot& task, const port::Submission& request,
                  const OutputLayout& layout, port::SubmissionResult& result);

}  // namespace npusim
