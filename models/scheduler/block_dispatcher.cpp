// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/block_dispatcher.h"

#include <algorithm>
#include <array>

#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

void BlockDispatcher::push_global(TaskSlot& task) {
  state_.ready.of(task.shape).push_back(&task);
  state_.announce();
}

bool BlockDispatcher::dispatch_all() {
  entered_drain_ = false;
  using Phase = CoreTracker::Phase;
  const std::array<TaskShape, 3> order =
      thread_ % 2 == 0 ? std::array{TaskShape::MIX, TaskShape::AIC, TaskShape::AIV}
                       : std::array{TaskShape::MIX, TaskShape::AIV, TaskShape::AIC};
  bool dispatched = false;
  if (!state_.fixes.idle_cores_first) {
    for (const TaskShape shape : order) {
      dispatched |= dispatch_shape(shape, Phase::Idle);
      dispatched |= dispatch_shape(shape, Phase::Pending);
    }
    return dispatched;
  }
  for (const TaskShape shape : order) dispatched |= dispatch_shape(shape, Phase::Idle);
  for (const TaskShape shape : order) {
    if (!a_peer_has_idle_core(shape)) dispatched |= dispatch_shape(shape, Phase::Pending);
  }
  return dispatched;
}

bool BlockDispatcher::a_peer_has_idle_core(TaskShape shape) const {
  return std::any_of(peers_.begin(), peers_.end(), [&](const BlockDispatcher* peer) {
    return peer != this && peer->idle_cores(shape) > 0;
  });
}

std::vector<TaskSlot*> BlockDispatcher::take_ready(TaskShape shape, std::size_t most) {
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

bool BlockDispatcher::dispatch_shape(TaskShape shape, CoreTracker::Phase phase) {
  if (entered_drain_) return false;
  bool any = false;
  const auto free_cores = [&] {
    std::vector<CoreTracker::Place> cores = tracker_.dispatchable(shape, phase);
    std::reverse(cores.begin(), cores.end());  // lowest place last, to pop it first
    return cores;
  };
  std::vector<CoreTracker::Place> cores = free_cores();
  while (!cores.empty()) {
    const std::vector<TaskSlot*> tasks = take_ready(shape, cores.size());
    bool dispatched = false;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      TaskSlot& task = *tasks[i];
      if (task.sync_start && !start_sync_task(task, phase, cores.size())) {
        if (!entered_drain_) continue;
        for (std::size_t rest = i + 1; rest < tasks.size(); ++rest) push_global(*tasks[rest]);
        return any;
      }
      if (cores.empty()) {
        for (std::size_t rest = i; rest < tasks.size(); ++rest) push_global(*tasks[rest]);
        break;
      }
      dispatched = any = true;
      dispatch_task(task, cores);
    }
    if (!dispatched) return any;
    if (cores.empty()) cores = free_cores();
  }
  return any;
}

void BlockDispatcher::dispatch_task(TaskSlot& task, std::vector<CoreTracker::Place>& cores) {
  clock_.spend(cost::kTakeTask);
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

bool BlockDispatcher::start_sync_task(TaskSlot& task, CoreTracker::Phase phase,
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

void BlockDispatcher::launch_on(BlockDispatcher& owner, TaskSlot& task) {
  for (const auto place : owner.tracker_.dispatchable(task.shape, CoreTracker::Phase::Idle)) {
    if (task.next_block == task.blocks) return;
    give_block(owner, place, task, task.next_block);
    ++task.next_block;
  }
}

void BlockDispatcher::give_block(BlockDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
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

void BlockDispatcher::give_share(BlockDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
                                 std::int32_t block, ClusterPlace share) {
  clock_.spend(cost::kDispatchBlock);
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
  payload.tensor_count = static_cast<unsigned>(task.tensor_count);
  payload.block = {task.task, block};
  payload.block_count = task.blocks;
  payload.places = task.places;
  payload.everyone = {state_.program.clusters, state_.program.clusters * kAivPerCluster};
  payload.lane = static_cast<std::int32_t>(lane_of(id));

  const CoreAssignment assignment{&task, block, ++core.sequence};
  (core.is_idle() ? core.running : core.pending) = assignment;
  core.payload_unread = true;
  state_.emit(TaskStage::Dispatched, task, clock_.agent(), block, id);
  core.worker->dispatch(core.sequence, payload);
}

void BlockDispatcher::publish_local_buffers() {
  for (unsigned shape = 0; shape < kDispatchShapeCount; ++shape) {
    for (TaskSlot* task : local_[shape].take_all()) push_global(*task);
  }
}

}  // namespace npusim
