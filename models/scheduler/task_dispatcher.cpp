// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/task_dispatcher.h"

#include <algorithm>

#include "models/scheduler/sync_start_drain.h"
#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

TaskDispatcher::TaskDispatcher(unsigned thread, RuntimeState& state, Latency& latency,
                               const std::vector<Worker*>& workers)
    : thread_(thread),
      state_(state),
      clock_(scheduler_agent(thread), latency, state.fixes.later),
      tracker_(thread, state.program.scheduler_threads, state.program.clusters, workers),
      release_(state, clock_),
      wiring_(state, clock_),
      blocks_(thread, state, clock_, tracker_),
      idle_(thread, state, clock_, tracker_) {}

void TaskDispatcher::set_peers(const std::vector<TaskDispatcher*>& peers) {
  std::vector<BlockDispatcher*> all;
  for (TaskDispatcher* peer : peers) all.push_back(&peer->blocks_);
  blocks_.set_peers(std::move(all));
}

void TaskDispatcher::run() {
  clock_.sleep_until(
      clock_.latency().extra(ChoiceKind::SchedulerPhase, clock_.agent(),
                             cycles_from_ns(clock_.nanoseconds(cost::kStartSpread))));
  idle_.draw_times();
  for (;;) {
    if (!idle_.resumes_in_iteration() && ends()) break;
    progressed_ = false;
    completed_now_ = 0;
    scan_cores();
    idle_.saw_state();
    if (state_.drain.task != nullptr) {
      take_part_in_drain(thread_, state_, clock_, blocks_);
      continue;
    }
    if (thread_ == 0) {
      if (wiring_.drain(state_.orchestrator_done) > 0) progressed_ = true;
      finish_dummies();
    }
    if (blocks_.dispatch_all()) progressed_ = true;
    blocks_.publish_local_buffers();
    if (progressed_) {
      idle_.reset();
      idle_.draw_times();
      continue;
    }
    flush_releases();
    if (idle_.count_iteration()) break;
    sleep_while_idle();
  }
  flush_releases();
  done_ = true;
  state_.left.notify(sc_core::SC_ZERO_TIME);
}

bool TaskDispatcher::may_end() const {
  if (tracker_.has_running()) return false;
  const bool all_done = state_.orchestrator_done && state_.completed_tasks >= state_.total_tasks;
  return state_.has_error() || all_done;
}

bool TaskDispatcher::ends() {
  if (state_.completed) return true;
  if (!may_end()) return false;
  state_.completed = true;
  state_.announce();
  return true;
}

void TaskDispatcher::scan_cores() {
  const Cycle start = idle_.take_start();
  Cycle next = start;
  bool on_schedule = true;  // no read has found work so far
  for (const CoreTracker::Place place : tracker_.running()) {
    next += idle_.read_cycles();
    if (on_schedule && next < now()) continue;  // read before the sleep ended; nothing was there
    clock_.sleep_until(on_schedule ? next : now() + idle_.read_cycles());
    const Cycle before = now();
    poll(place);
    on_schedule &= now() == before;
  }
  if (completed_now_ > 0) {
    state_.completed_tasks += completed_now_;
    state_.announce();
  }
  clock_.sleep_until((on_schedule ? next : now()) + idle_.iteration_cycles());
}

void TaskDispatcher::poll(CoreTracker::Place place) {
  idle_.condition_read(place);
  CoreSlots& core = tracker_.at(place);
  const SlotTransition transition = decide_transition(core, core.worker->condition());
  if (!transition.matched) return;
  const CoreId id = core.worker->core();
  // The pending block's end is processed before the running one's.
  if (transition.pending_done) finish_block(core.pending, id);
  if (transition.running_done) finish_block(core.running, id);
  tracker_.apply(place, transition);
  if (transition.running_done) progressed_ = true;
}

void TaskDispatcher::finish_block(const CoreAssignment& block, CoreId core) {
  TaskSlot& task = *block.task;
  state_.emit(TaskStage::FinSeen, task, clock_.agent(), block.block, core);
  clock_.spend(cost::kCompleteSubtask);
  if (++task.finished_subtasks != task.subtasks()) return;
  release_.complete(task, blocks_.local_buffers());
  if (deferred_.size() == kDeferredReleases) flush_releases();
  deferred_.push_back(&task);
  ++completed_now_;
}

void TaskDispatcher::finish_dummies() {
  constexpr std::size_t kBatch = 16;
  std::deque<TaskSlot*>& queue = state_.ready.dummies;
  std::vector<TaskSlot*> batch;
  while (!queue.empty() && batch.size() < kBatch) {
    batch.push_back(queue.front());
    queue.pop_front();
  }
  for (TaskSlot* task : batch) {
    release_.complete(*task, blocks_.local_buffers());
    deferred_.push_back(task);
    if (deferred_.size() == kDeferredReleases) flush_releases();
    ++state_.completed_tasks;
    progressed_ = true;
    state_.announce();
  }
}

void TaskDispatcher::flush_releases() {
  while (!deferred_.empty()) {
    TaskSlot& task = *deferred_.back();
    deferred_.pop_back();
    release_.release_producers(task);
  }
}

void TaskDispatcher::sleep_while_idle() {
  // What made this the last iteration may have come after its start: the next one ends.
  if (state_.completed || !deferred_.empty() || state_.drain.task != nullptr || may_end()) return;
  const bool wires_all = state_.orchestrator_done;
  const std::uint64_t most = thread_ == 0 ? wiring_.idle_calls_ahead(wires_all) : ~std::uint64_t{0};
  const std::uint64_t passed = idle_.sleep(most);
  if (thread_ == 0) wiring_.skip_idle_calls(passed, wires_all);
}

}  // namespace npusim
