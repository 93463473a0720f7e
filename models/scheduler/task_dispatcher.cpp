// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/task_dispatcher.h"

#include <utility>

#include "models/scheduler/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

TaskDispatcher::TaskDispatcher(unsigned thread, RuntimeState& state, Latency& latency,
                               const std::vector<Worker*>& workers)
    : thread_(thread),
      state_(state),
      clock_(scheduler_agent(thread), latency),
      tracker_(thread, state.program.scheduler_threads, state.program.clusters, workers),
      release_(state, clock_),
      wiring_(state, clock_) {
  coming_changes_.resize(tracker_.cores().size());
  for (CoreTracker::Place place = 0; place < tracker_.cores().size(); ++place) {
    cores_announce_ &= tracker_.at(place).worker->set_condition_observer(
        [this, place](Cycle visible) { condition_posted(place, visible); });
  }
}

void TaskDispatcher::run() {
  clock_.sleep_until(clock_.latency().extra(ChoiceKind::SchedulerPhase, clock_.agent(),
                                            cycles_from_ns(cost::kStartSpreadNs)));
  draw_loop_times();
  for (;;) {
    if (resumed_at_ == 0 && ends()) break;
    progressed_ = false;
    completed_now_ = 0;
    scan_cores();
    seen_version_ = state_.version;
    if (state_.drain.task != nullptr) {
      take_part_in_drain();
      continue;
    }
    if (thread_ == 0) {
      if (wiring_.drain(state_.orchestrator_done) > 0) progressed_ = true;
      finish_dummies();
    }
    dispatch_all();
    publish_local_buffers();
    if (progressed_) {
      idle_ = 0;
      draw_loop_times();
      continue;
    }
    flush_releases();
    if (count_idle_iteration()) break;
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
  const Cycle start = now() - std::exchange(resumed_at_, 0);
  Cycle next = start;
  bool on_schedule = true;  // no read has found work so far
  for (const CoreTracker::Place place : tracker_.running()) {
    next += read_cycles_;
    if (on_schedule && next < now()) continue;  // read before the sleep ended; nothing was there
    clock_.sleep_until(on_schedule ? next : now() + read_cycles_);
    const Cycle before = now();
    poll(place);
    on_schedule &= now() == before;
  }
  if (completed_now_ > 0) {
    state_.completed_tasks += completed_now_;
    state_.announce();
  }
  clock_.sleep_until((on_schedule ? next : now()) + iteration_cycles_);
}

void TaskDispatcher::poll(CoreTracker::Place place) {
  std::erase_if(coming_changes_[place], [](Cycle visible) { return visible <= now(); });
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
  clock_.spend(cost::kCompleteSubtaskNs);
  if (++task.finished_subtasks != task.subtasks()) return;
  release_.complete(task, state_.fixes.no_local_buffers ? nullptr : &local_);
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
    release_.complete(*task, state_.fixes.no_local_buffers ? nullptr : &local_);
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

void TaskDispatcher::publish_local_buffers() {
  for (unsigned shape = 0; shape < kDispatchShapeCount; ++shape) {
    for (TaskSlot* task : local_[shape].take_all()) push_global(*task);
  }
}

bool TaskDispatcher::count_idle_iteration() {
  if (idle_++ == 0) idle_since_ = now();
  if (idle_ % cost::kFatalCheckInterval == 0 && (state_.completed || state_.has_error())) {
    state_.completed = true;
    state_.announce();
    return true;
  }
  const bool timed_out = state_.fixes.timeouts_by_time
                             ? now() - idle_since_ >= cycles_from_ns(cost::kLaterIdleNs)
                             : idle_ >= cost::kIdleIterations;
  if (!timed_out) return false;
  if (state_.scheduler_code == 0) state_.scheduler_code = kSchedulerTimeout;
  state_.explain("scheduler thread " + std::to_string(thread_) + " saw no progress for " +
                 std::to_string(idle_) + " iterations");
  state_.completed = true;
  state_.announce();
  return true;
}

void TaskDispatcher::draw_loop_times() {
  read_cycles_ = clock_.whole_turns(cost::kConditionReadNs);
  iteration_cycles_ = clock_.whole_turns(cost::kIdleIterationNs);
}

}  // namespace npusim
