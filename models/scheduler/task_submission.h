// SPDX-License-Identifier: Apache-2.0
// Submitting a task: slot and heap block, dependencies, payload, wiring queue (task-runtime.md
// section 3.1).
#pragma once

#include <string>

#include "models/scheduler/dependency_finder.h"
#include "models/scheduler/output_layout.h"
#include "models/scheduler/tensor_access.h"
#include "models/scheduler/wiring.h"

namespace npusim {

class TaskSubmission {
 public:
  TaskSubmission(OrchestratorState& orchestrator, RingAllocator& rings,
                 DependencyFinder& dependencies, TensorAccess& tensors)
      : orchestrator_(orchestrator),
        runtime_(orchestrator.runtime),
        rings_(rings),
        dependencies_(dependencies),
        tensors_(tensors),
        wiring_(runtime_, orchestrator.clock) {}

  void submit(const port::Submission& request, port::SubmissionResult& result);
  void submit_dummy(const port::Submission& request, port::SubmissionResult& result);
  void alloc_tensors(const port::Submission& request, port::SubmissionResult& result);

  TaskIndex task_count() const { return next_task_; }
  /// Tasks that were complete when they were submitted.
  std::int32_t inline_completed() const { return inline_completed_; }

 private:
  KernelEntry entry_of(std::int32_t func_id, CoreKind core, std::string& names);
  TaskKernels choose_kernels(const port::Submission& request);
  TaskPredicate predicate_of(const port::Predicate& predicate);
  /// Latches the request's own error, if it has one.
  bool is_refused(const port::Submission& request);
  void submit_task(const port::Submission& request, const TaskKernels& kernels,
                   port::SubmissionResult& result);
  TaskSlot* take_slot(const port::Submission& request, const OutputLayout& layout,
                      const TaskKernels& kernels);
  void pass_to_wiring(TaskSlot& task);

  OrchestratorState& orchestrator_;
  RuntimeState& runtime_;
  RingAllocator& rings_;
  DependencyFinder& dependencies_;
  TensorAccess& tensors_;
  Wiring wiring_;
  TaskIndex next_task_ = 0;
  std::int32_t inline_completed_ = 0;
};

}  // namespace npusim
