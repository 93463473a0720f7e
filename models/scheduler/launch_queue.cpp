// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/launch_queue.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/arch/check.h"
#include "models/memory/sim_time.h"
#include "models/scheduler/runtime_costs.h"
#include "models/scheduler/runtime_error.h"

namespace npusim {
namespace {

constexpr std::size_t kStackBytes = 256u << 10;
/// From the end of a launch to the first block of the next: a guess, no source states it.
constexpr double kLaunchNs = 2000;
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

}  // namespace

LaunchQueue::LaunchQueue(sc_core::sc_module_name name, const RuntimeProgram& program,
                         const std::vector<Worker*>& workers, EventSink& events,
                         std::function<void()> stop_run)
    : sc_module(name),
      launches_(program.launches),
      arguments_(program.arguments),
      events_(events),
      stop_run_(std::move(stop_run)),
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
    if (!is_modelled(launch)) return;
    if (!run_launch(launch)) {
      stall(launch);
      break;
    }
    ++task_;
  }
  finished_ = true;
  if (on_finished_) on_finished_();
}

bool LaunchQueue::is_modelled(const LaunchedKernel& launch) {
  if (launch.aic_per_block + launch.aiv_per_block == 1) return true;
  FaultEvent event;
  event.kind = FaultEvent::Kind::NotModelled;
  event.agent = kDistributor;
  event.text = fmt::format("the launch of {} on blocks of {} AIC and {} AIV is not modelled",
                           launch.name, launch.aic_per_block, launch.aiv_per_block);
  event.cycle = now();
  events_.on_fault(event);
  stop_run_();
  return false;
}

bool LaunchQueue::run_launch(const LaunchedKernel& launch) {
  next_block_ = finished_blocks_ = 0;
  describe(launch);
  emit(TaskStage::Submitted, -1);
  sc_core::wait(to_sc(cycles_from_ns(kLaunchNs)));
  emit(TaskStage::Ready, -1);
  const Cycle deadline = now() + cycles_from_ns(runtime_costs::kOpLimitNs);
  while (finished_blocks_ < launch.blocks) {
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
  for (CoreState& core : cores_) {
    if (next_block_ == launch.blocks) return;
    const bool fits = npusim::kind_of(core.worker->core()) == kind_of(launch);
    if (fits && core.block == kIdle) give_block(launch, core);
  }
}

void LaunchQueue::give_block(const LaunchedKernel& launch, CoreState& core) {
  core.block = next_block_++;
  DispatchPayload payload;
  payload.entry = kind_of(launch) == CoreKind::AIC ? launch.aic_entry : launch.aiv_entry;
  std::copy(launch.args.begin(), launch.args.end(), payload.args);
  payload.block = {task_, core.block};
  payload.block_count = launch.blocks;
  payload.sub_block_count = 1;
  payload.is_launch = true;
  emit(TaskStage::Dispatched, core.block, core.worker->core());
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
    ++finished_blocks_;
  }
}

void LaunchQueue::stall(const LaunchedKernel& launch) {
  outcome_.kind = RuntimeOutcome::Kind::Stalled;
  outcome_.host_code = kind_of(launch) == CoreKind::AIC ? kAicoreTimeout : kVectorCoreTimeout;
  outcome_.reason = fmt::format(
      "launch {} ({}): {} of {} blocks did not end within the 1 s given: host code {} ({})", task_,
      launch.name, launch.blocks - finished_blocks_, launch.blocks, outcome_.host_code,
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
