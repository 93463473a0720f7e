// SPDX-License-Identifier: Apache-2.0
// Starting a sync_start task that needs cores of several threads (task-runtime.md section 4.7). The
// state has no generation, as on the base runtime: threads that are slow to leave one attempt can
// take the next one's words for it.
#include <algorithm>

#include "models/scheduler/task_dispatcher.h"

namespace npusim {

void TaskDispatcher::take_part_in_drain() {
  SyncStartDrain& drain = state_.drain;
  const auto wait_for_change = [this] {
    sc_core::wait(state_.changed);
    clock_.sleep_until(now());
  };
  drain.acknowledged |= 1u << thread_;
  state_.announce();
  const std::uint32_t all_threads = (1u << peers_.size()) - 1;
  while (drain.acknowledged != all_threads) {
    if ((drain.acknowledged >> thread_ & 1) == 0) return;
    wait_for_change();
  }
  if (drain.elected == 0) drain.elected = thread_ + 1;
  if (drain.elected != thread_ + 1) {
    while (drain.task != nullptr && drain.elected != 0) wait_for_change();
    return;
  }
  if (idle_cores_of_all(drain.task->shape) < static_cast<std::size_t>(drain.task->blocks)) {
    drain.acknowledged = 0;
    drain.elected = 0;
  } else {
    launch_drained_task();
    drain = {};
  }
  state_.announce();
}

std::size_t TaskDispatcher::idle_cores_of_all(TaskShape shape) const {
  std::size_t cores = 0;
  for (const TaskDispatcher* peer : peers_) {
    cores += peer->tracker_.dispatchable(shape, CoreTracker::Phase::Idle).size();
  }
  return cores;
}

void TaskDispatcher::launch_drained_task() {
  TaskSlot& task = *state_.drain.task;
  for (TaskDispatcher* peer : peers_) {
    for (const auto place : peer->tracker_.dispatchable(task.shape, CoreTracker::Phase::Idle)) {
      if (task.next_block == task.blocks) return;
      give_block(*peer, place, task, task.next_block);
      ++task.next_block;
    }
  }
}

}  // namespace npusim
