// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/launch_queue.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/arch/check.h"
#include "models/memory/sim_time.h"
#include "models/scheduler/runtime_error.h"
#include "models/timing/constants.h"

namespace npusim {
namespace {

constexpr std::size_t kStackBytes = 256u << 10;
/// Blocks that a stall report lists.
constexpr std::size_t kMostListed = 32;

/// The hardware's own distributor of blocks has the place of the runtime's first thread.
const AgentId kDistributor = scheduler_agent(0);

TaskArgument described(const RuntimeArgument& argument, ArgDirection direction) {
  TaskArgument result;
  result.direction = direction;
  result.buffer_address = argument.address;
  result.dtype = argument.dtype;
  result.ndims = static_cast<std::uint32_t>(argument.shape.size());
  std::uint32_t elements = 1;
  for (std::uint32_t d = result.ndims; d-- > 0;) {
    result.shapes[d] = argument.shape[d];
    result.strides[d] = elements;
    elements *= argument.shape[d];
  }
  result.buffer_bytes = std::uint64_t{elements} * size_bytes(argument.dtype);
  return result;
}

CoreKind kind_of(const LaunchedKernel& launch) {
  return launch.aic_per_block > 0 ? CoreKind::AIC : CoreKind::AIV;
}

ClusterPlaces places_of(const LaunchedKernel& launch) {
  ClusterPlaces places = 0;
  if (launch.aic_per_block > 0) places |= only(ClusterPlace::AIC);
  if (launch.aiv_per_block > 0) places |= only(ClusterPlace::AIV0);
  if (launch.aiv_per_block > 1) places |= only(ClusterPlace::AIV1);
  return places;
}

}  // namespace

LaunchQueue::LaunchQueue(sc_core::sc_module_name name, const RuntimeProgram& program,
                         const std::vector<Worker*>& workers, const Knobs& knobs, EventSink& events)
    : sc_module(name),
      launches_(program.launches),
      arguments_(program.arguments),
      op_limit_(knobs),
      events_(events),
      process_("distributor", kStackBytes, [this] { run(); }) {
  for (Worker* worker : workers) {
    cores_.push_back({worker, 0, kIdle});
    const bool announces = worker->set_condition_observer([this](Cycle visible) {
      coming_changes_.insert(visible);
      core_posted_.notify(sc_core::SC_ZERO_TIME);
    });
    NPUSIM_CHECK(announces);
  }
}

void LaunchQueue::run() {
  for (const LaunchedKernel& launch : launches_) {
    if (!run_launch(launch)) {
      stall(launch);
      break;
    }
    ++task_;
  }
  finished_ = true;
  if (on_finished_) on_finished_();
}

bool LaunchQueue::run_launch(const LaunchedKernel& launch) {
  next_block_ = finished_shares_ = 0;
  const auto shares = launch.blocks * static_cast<std::int32_t>(place_count(places_of(launch)));
  describe(launch);
  emit(TaskStage::Submitted, -1);
  pass(cycles_from_ns(timing::kLaunchNs));
  emit(TaskStage::Ready, -1);
  const Cycle deadline = now() + op_limit_.cycles();
  while (finished_shares_ < shares) {
    give_blocks(launch);
    if (!wait_for_change(deadline)) return false;
    collect_finished();
  }
  emit(TaskStage::Completed, -1);
  emit(TaskStage::Consumed, -1);
  return true;
}

void LaunchQueue::describe(const LaunchedKernel& launch) {
  TaskDescription event;
  event.task = task_;
  event.name = launch.name;
  event.core = kind_of(launch);
  event.places = places_of(launch);
  event.blocks = launch.blocks;
  event.cycle = now();
  for (const LaunchedKernel::Tensor& tensor : launch.tensors) {
    event.arguments.push_back(described(arguments_[tensor.argument], tensor.direction));
  }
  events_.on_task_description(event);
  if (task_ == 0) return;
  events_.on_dependency({task_ - 1, task_, DependencyReason::Explicit, now()});
}

void LaunchQueue::give_blocks(const LaunchedKernel& launch) {
  const ClusterPlaces places = places_of(launch);
  for (CoreState& core : cores_) {
    if (next_block_ == launch.blocks) return;
    const CoreId id = core.worker->core();
    if (place_count(places) == 1) {
      const bool fits = npusim::kind_of(id) == kind_of(launch);
      if (fits && core.block == kIdle) give_share(launch, core, next_block_++);
    } else if (cluster_place(id) == ClusterPlace::AIC && is_idle(cluster_of(id), places)) {
      give_to_cluster(launch, cluster_of(id), next_block_++);
    }
  }
}

bool LaunchQueue::is_idle(unsigned cluster, ClusterPlaces places) const {
  for (const ClusterPlace place : kClusterPlaces) {
    if (has(places, place) && cores_[core_at(cluster, place)].block != kIdle) return false;
  }
  return true;
}

void LaunchQueue::give_to_cluster(const LaunchedKernel& launch, unsigned cluster,
                                  std::int32_t block) {
  for (const ClusterPlace place : kClusterPlaces) {
    if (!has(places_of(launch), place)) continue;
    give_share(launch, cores_[core_at(cluster, place)], block);
  }
}

void LaunchQueue::give_share(const LaunchedKernel& launch, CoreState& core, std::int32_t block) {
  const CoreId id = core.worker->core();
  core.block = block;
  DispatchPayload payload;
  payload.entry = npusim::kind_of(id) == CoreKind::AIC ? launch.aic_entry : launch.aiv_entry;
  std::copy(launch.args.begin(), launch.args.end(), payload.args);
  payload.block = {task_, block};
  payload.block_count = launch.blocks;
  payload.places = places_of(launch);
  payload.everyone = {static_cast<std::uint32_t>(launch.blocks) * launch.aic_per_block,
                      static_cast<std::uint32_t>(launch.blocks) * launch.aiv_per_block};
  payload.sub_block = launch.aiv_per_block > 1 ? static_cast<std::int32_t>(lane_of(id)) : 0;
  payload.sub_block_count = static_cast<std::int32_t>(std::max(launch.aiv_per_block, 1u));
  payload.is_launch = true;
  emit(TaskStage::Dispatched, block, id);
  core.worker->dispatch(++core.sequence, payload);
}

bool LaunchQueue::wait_for_change(Cycle deadline) {
  while (true) {
    const Cycle next = coming_changes_.empty() ? deadline : *coming_changes_.begin();
    if (next > now()) {
      sc_core::wait(to_sc(std::min(next, deadline) - now()), core_posted_);
    }
    if (now() >= deadline) return false;
    const auto over = coming_changes_.upper_bound(now());
    if (over == coming_changes_.begin()) continue;
    coming_changes_.erase(coming_changes_.begin(), over);
    return true;
  }
}

void LaunchQueue::collect_finished() {
  for (CoreState& core : cores_) {
    if (core.block == kIdle) continue;
    const Condition condition = core.worker->condition();
    if (condition.sequence != core.sequence || !condition.finished) continue;
    emit(TaskStage::FinSeen, core.block, core.worker->core());
    core.block = kIdle;
    ++finished_shares_;
  }
}

void LaunchQueue::stall(const LaunchedKernel& launch) {
  outcome_.kind = RuntimeOutcome::Kind::Stalled;
  outcome_.host_code = kind_of(launch) == CoreKind::AIC ? kAicoreTimeout : kVectorCoreTimeout;
  std::set<std::int32_t> not_ended;
  for (const CoreState& core : cores_) {
    if (core.block != kIdle) not_ended.insert(core.block);
  }
  outcome_.reason = fmt::format(
      "launch {} ({}): {} of {} blocks did not end within the {}: host code {} ({})", task_,
      launch.name, launch.blocks - next_block_ + static_cast<std::int32_t>(not_ended.size()),
      launch.blocks, op_limit_.described(), outcome_.host_code,
      describe_host_code(outcome_.host_code));
  std::vector<std::string> running;
  for (const CoreState& core : cores_) {
    if (core.block == kIdle || running.size() == kMostListed) continue;
    running.push_back(fmt::format("{} (block {})", core_name(core.worker->core()), core.block));
  }
  outcome_.waiting.push_back(fmt::format("launch {} ({}): {} blocks not started, waits for {}",
                                         task_, launch.name, launch.blocks - next_block_,
                                         fmt::join(running, ", ")));
}

void LaunchQueue::emit(TaskStage stage, std::int32_t block, CoreId core) {
  ++changes_;
  TaskEvent event;
  event.stage = stage;
  event.block = {task_, block};
  event.agent = kDistributor;
  event.core = core;
  event.cycle = now();
  events_.on_task(event);
}

}  // namespace npusim
