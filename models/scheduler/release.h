// SPDX-License-Identifier: Apache-2.0
// What happens when a task completes and when it is consumed (task-runtime.md sections 3.4, 4.5).
#pragma once

#include "models/scheduler/runtime_state.h"

namespace npusim {

class Release {
 public:
  Release(RuntimeState& state, AicpuThread& thread) : state_(state), thread_(thread) {}

  /// All blocks of `task` are done: its consumers lose a producer, the most recently wired first.
  /// Ready ones go to `local`, or to the global queue where it is full or null.
  void complete(TaskSlot& task, LocalReadyBuffers* local);

  /// A completed task lets go of its producers, then of itself.
  void release_producers(TaskSlot& task);

  /// One reference less on `task`: a consumer's or its scope's.
  void release(TaskSlot& task);

  /// Puts a task whose producers are complete into a queue.
  void make_ready(TaskSlot& task, LocalReadyBuffers* local);

 private:
  bool holds(const TaskPredicate& predicate);
  void consume_if_released(TaskSlot& task);
  void advance_ring(TaskRing& ring);
  void retire(TaskRing& ring, std::int32_t from, std::int32_t to);

  RuntimeState& state_;
  AicpuThread& thread_;
};

}  // namespace npusim
