// SPDX-License-Identifier: Apache-2.0
// Giving blocks of ready tasks to cores (task-runtime.md sections 4.3 and 4.6).
#include <algorithm>
#include <array>

#include "models/scheduler/runtime_costs.h"
#include "models/scheduler/task_dispatcher.h"

namespace npusim {

namespace cost = runtime_costs;

void TaskDispatcher::push_global(TaskSlot& task) {
  state_.ready.of(task.shape).push_back(&task);
  state_.announce();
}

void TaskDispatcher::dispatch_all() {
  entered_drain_ = false;
  using Phase = CoreTracker::Phase;
  const std::array<TaskShape, 3> order =
      thread_ % 2 == 0 ? std::array{TaskShape::MIX, TaskShape::AIC, TaskShape::AIV}
                       : std::array{TaskShape::MIX, TaskShape::AIV, TaskShape::AIC};
  if (!state_.fixes.idle_cores_first) {
    for (const TaskShape shape : order) {
      dispatch_shape(shape, Phase::Idle);
      dispatch_shape(shape, Phase::Pending);
    }
    return;
  }
  for (const TaskShape shape : order) dispatch_shape(shape, Phase::Idle);
  for (const TaskShape shape : order) {
    if (!a_peer_has_idle_core(shape)) dispatch_shape(shape, Phase::Pending);
  }
}

bool TaskDispatcher::a_peer_has_idle_core(TaskShape shape) const {
  return std::any_of(peers_.begin(), peers_.end(), [&](const TaskDispatcher* peer) {
    return peer != this && !peer->tracker_.dispatchable(shape, CoreTracker::Phase::Idle).empty();
  });
}

std::vector<TaskSlot*> TaskDispatcher::take_ready(TaskShape shape, std::size_t most) {
  std::vector<TaskSlot*> tasks;
  LocalReadyBuffer& local = local_[static_cast<unsigned>(shape)];
  while (tasks.size() < most && !local.empty()) tasks.push_back(local.pop_newest());
  std::deque<TaskSlot*>& global = state_.ready.of(shape);
  while (tasks.size() < most && !global.empty()) {
    tasks.push_back(global.front());
    global.pop_front();
  }
  return tasks;
}

void TaskDispatcher::dispatch_shape(TaskShape shape, CoreTracker::Phase phase) {
  if (entered_drain_) return;
  std::vector<CoreTracker::Place> cores = tracker_.dispatchable(shape, phase);
  std::reverse(cores.begin(), cores.end());  // lowest place last, to pop it first
  while (!cores.empty()) {
    const std::vector<TaskSlot*> tasks = take_ready(shape, cores.size());
    bool dispatched = false;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      TaskSlot& task = *tasks[i];
      if (task.sync_start && !start_sync_task(task, phase, cores.size())) {
        if (!entered_drain_) continue;
        for (std::size_t rest = i + 1; rest < tasks.size(); ++rest) push_global(*tasks[rest]);
        return;
      }
      if (cores.empty()) {
        for (std::size_t rest = i; rest < tasks.size(); ++rest) push_global(*tasks[rest]);
        break;
      }
      dispatched = progressed_ = true;
      clock_.spend(cost::kTakeTaskNs);
      const std::int32_t first = task.next_block;
      const std::int32_t claimed =
          std::min(static_cast<std::int32_t>(cores.size()), task.blocks - first);
      task.next_block += claimed;
      if (task.next_block < task.blocks) push_global(task);
      for (std::int32_t block = first; block < first + claimed; ++block) {
        const CoreTracker::Place place = cores.back();
        cores.pop_back();
        give_block(*this, place, task, block);
      }
    }
    if (!dispatched) return;
    if (cores.empty()) {
      cores = tracker_.dispatchable(shape, phase);
      std::reverse(cores.begin(), cores.end());
    }
  }
}

/// Whether a sync_start task can start here and now; if not, it is back in a queue or has begun a
/// drain.
bool TaskDispatcher::start_sync_task(TaskSlot& task, CoreTracker::Phase phase,
                                     std::size_t free_cores) {
  if (phase == CoreTracker::Phase::Pending) {
    push_global(task);
    return false;
  }
  if (free_cores >= static_cast<std::size_t>(task.blocks)) return true;
  if (state_.drain.task == nullptr) {
    state_.drain = {&task, 0, 0};
    state_.announce();
  } else {
    push_global(task);
  }
  entered_drain_ = true;
  return false;
}

void TaskDispatcher::give_block(TaskDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
                                std::int32_t block) {
  if (task.shape != TaskShape::MIX) {
    const bool aic = task.shape == TaskShape::AIC;
    give_share(owner, place, task, block, aic ? ClusterPlace::AIC : ClusterPlace::AIV0);
    return;
  }
  // One after the other, and each by itself: an idle core starts now, a busy one after its block.
  for (const ClusterPlace share : kClusterPlaces) {
    if (!has(task.places, share)) continue;
    give_share(owner, place + static_cast<unsigned>(share), task, block, share);
  }
}

void TaskDispatcher::give_share(TaskDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
                                std::int32_t block, ClusterPlace share) {
  clock_.spend(cost::kDispatchBlockNs);
  CoreSlots& core = owner.tracker_.at(place);
  const CoreId id = core.worker->core();

  DispatchPayload payload;
  payload.entry = task.entries[static_cast<unsigned>(share)];
  unsigned next = 0;
  for (std::int32_t i = 0; i < task.tensor_count; ++i) {
    payload.args[next++] = reinterpret_cast<std::int64_t>(&task.tensors[static_cast<unsigned>(i)]);
  }
  for (std::int32_t i = 0; i < task.scalar_count; ++i) {
    payload.args[next++] = static_cast<std::int64_t>(task.scalars[static_cast<unsigned>(i)]);
  }
  payload.arg_count = next;
  payload.block = {task.task, block};
  payload.block_count = task.blocks;
  payload.sub_block = static_cast<std::int32_t>(lane_of(id));

  const CoreAssignment assignment{&task, block, ++core.sequence};
  (core.is_idle() ? core.running : core.pending) = assignment;
  core.payload_unread = true;
  state_.emit(TaskStage::Dispatched, task, clock_.agent(), block, id);
  core.worker->dispatch(core.sequence, payload);
}

}  // namespace npusim
