// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/idle_loop.h"

#include <algorithm>

#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

IdleLoop::IdleLoop(unsigned thread, RuntimeState& state, AicpuThread& clock, CoreTracker& tracker)
    : thread_(thread), state_(state), clock_(clock), tracker_(tracker) {
  coming_changes_.resize(tracker_.cores().size());
  for (CoreTracker::Place place = 0; place < tracker_.cores().size(); ++place) {
    cores_announce_ &= tracker_.at(place).worker->set_condition_observer(
        [this, place](Cycle visible) { condition_posted(place, visible); });
  }
}

void IdleLoop::draw_times() {
  read_cycles_ = clock_.whole_turns(cost::kConditionRead);
  iteration_cycles_ = clock_.whole_turns(cost::kIdleIteration);
}

void IdleLoop::condition_read(CoreTracker::Place place) {
  std::erase_if(coming_changes_[place], [](Cycle visible) { return visible <= now(); });
}

bool IdleLoop::count_iteration() {
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

void IdleLoop::condition_posted(CoreTracker::Place place, Cycle visible) {
  coming_changes_[place].push_back(visible);
  core_posted_.notify(sc_core::SC_ZERO_TIME);
}

Cycle IdleLoop::next_condition_change() const {
  Cycle next = ~Cycle{0};
  for (const CoreTracker::Place place : tracker_.running()) {
    for (const Cycle visible : coming_changes_[place]) next = std::min(next, visible);
  }
  return next;
}

std::uint64_t IdleLoop::quiet_iterations_ahead() const {
  std::uint64_t quiet = ~std::uint64_t{0};
  const auto stop_before = [&](std::uint64_t counts) { quiet = std::min(quiet, counts - 1); };
  if (state_.fixes.timeouts_by_time) {
    const Cycle end = idle_since_ + cycles_from_ns(cost::kLaterIdleNs);
    stop_before(end > now() ? (end - now() + period() - 1) / period() : 1);
  } else {
    stop_before(cost::kIdleIterations - idle_);
  }
  if (state_.has_error()) {
    stop_before(cost::kFatalCheckInterval - idle_ % cost::kFatalCheckInterval);
  }
  return quiet;
}

std::uint64_t IdleLoop::sleep(std::uint64_t most) {
  if (!cores_announce_ || most == 0) return 0;
  const Cycle start = now();
  const std::uint64_t quiet = std::min(most, quiet_iterations_ahead());
  if (quiet == 0 || next_condition_change() <= start) return 0;
  if (state_.version != seen_version_) return 0;  // changed since we looked
  const Cycle deadline = std::min(start + std::min<std::uint64_t>(quiet, 1u << 30) * period(),
                                  next_condition_change());
  const Cycle length = period();
  if (deadline > start) {
    sc_core::wait(to_sc(deadline - start), state_.changed | core_posted_);
  }
  const std::uint64_t passed = std::min((now() - start) / length, quiet);
  idle_ += passed;
  resumed_at_ = now() - start - passed * length;
  return passed;
}

}  // namespace npusim
