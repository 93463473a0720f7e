// SPDX-License-Identifier: Apache-2.0
// Which tasks a submitted task waits for (task-runtime.md sections 3.1 and 3.2), and who writes
// which tensor. Not looked for at all: readers before a writer (WAR), and writers before an
// OUTPUT_EXISTING argument (WAW).
#pragma once

#include <unordered_map>
#include <vector>

#include "models/scheduler/ring_allocator.h"
#include "models/scheduler/tensor_map.h"

namespace npusim {

class DependencyFinder {
 public:
  DependencyFinder(OrchestratorState& orchestrator, RingAllocator& rings)
      : orchestrator_(orchestrator),
        runtime_(orchestrator.runtime),
        rings_(rings),
        map_(runtime_.program.rings, runtime_.fixes.map_owner_checked) {}

  /// Forgets writers that have retired, as the task's submission begins.
  void sync(const TaskSlot& task) {
    map_.sync(task.ring, task.local, runtime_.rings[task.ring].last_task_alive);
  }
  /// Fills task.producers. False if the orchestrator gave up.
  bool find_producers(TaskSlot& task, const port::Submission& request);
  /// Makes the task the writer of its tensors. False if the orchestrator gave up.
  bool record_writes(TaskSlot& task, const port::Submission& request);

  /// Who writes a tensor.
  struct Writers {
    std::vector<TaskSlot*> slots;  ///< to wait for; a slot may hold a later task by then
    std::vector<TaskIndex> tasks;  ///< that have ended once the slots' tasks have
  };
  Writers writers_of(const port::TensorImage& tensor);
  /// Tells that `tasks` come before the orchestrator's access, and with `and_consumers` those that
  /// surely read what they wrote.
  void emit_access_edges(const std::vector<TaskIndex>& tasks, bool and_consumers);

 private:
  bool add_explicit(TaskSlot& task, const port::Submission& request);
  bool add_creator(TaskSlot& task, const port::TensorImage& tensor);
  bool add_writers(TaskSlot& task, const port::TensorImage& tensor, bool replaces_covered);
  bool add_producer(TaskSlot& task, TaskSlot& producer, DependencyReason reason);
  void emit_edge(TaskIndex producer, TaskIndex consumer, DependencyReason reason);

  OrchestratorState& orchestrator_;
  RuntimeState& runtime_;
  RingAllocator& rings_;
  TensorMap map_;
  /// By task: those that were registered as its consumers while its scope was open, so that it
  /// cannot have retired before them. Consumers of later are registered only by luck.
  std::unordered_map<TaskIndex, std::vector<TaskIndex>> sure_consumers_;
};

}  // namespace npusim
