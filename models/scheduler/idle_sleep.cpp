// SPDX-License-Identifier: Apache-2.0
// How an idle scheduler thread passes many iterations at once. It must equal the loop stepped one
// by one: an iteration's read of running core i happens i reads after its start, everything else at
// its end, and both find nothing to do unless something changed before.
#include <algorithm>

#include "models/scheduler/runtime_costs.h"
#include "models/scheduler/task_dispatcher.h"

namespace npusim {

namespace cost = runtime_costs;

void TaskDispatcher::condition_posted(CoreTracker::Place place, Cycle visible) {
  coming_changes_[place].push_back(visible);
  core_posted_.notify(sc_core::SC_ZERO_TIME);
}

Cycle TaskDispatcher::next_condition_change() const {
  Cycle next = ~Cycle{0};
  for (const CoreTracker::Place place : tracker_.running()) {
    for (const Cycle visible : coming_changes_[place]) next = std::min(next, visible);
  }
  return next;
}

std::uint64_t TaskDispatcher::quiet_iterations_ahead() const {
  if (state_.completed || !deferred_.empty() || state_.drain.task != nullptr) return 0;
  // What made this the last iteration may have come after its start: the next one ends.
  if (may_end()) return 0;
  std::uint64_t quiet = ~std::uint64_t{0};
  const auto stop_before = [&](std::uint64_t counts) { quiet = std::min(quiet, counts - 1); };
  if (state_.fixes.timeouts_by_time) {
    const Cycle period = tracker_.running().size() * read_cycles_ + iteration_cycles_;
    const Cycle end = idle_since_ + cycles_from_ns(cost::kLaterIdleNs);
    stop_before(end > now() ? (end - now() + period - 1) / period : 1);
  } else {
    stop_before(cost::kIdleIterations - idle_);
  }
  if (state_.has_error()) {
    stop_before(cost::kFatalCheckInterval - idle_ % cost::kFatalCheckInterval);
  }
  if (thread_ == 0) {
    quiet = std::min(quiet, wiring_.idle_calls_ahead(state_.orchestrator_done));
  }
  return quiet;
}

void TaskDispatcher::sleep_while_idle() {
  if (!cores_announce_) return;
  const Cycle start = now();
  const Cycle period = tracker_.running().size() * read_cycles_ + iteration_cycles_;
  const bool wires_all = state_.orchestrator_done;
  const std::uint64_t quiet = quiet_iterations_ahead();
  if (quiet == 0 || next_condition_change() <= start) return;
  if (state_.version != seen_version_) return;  // changed since we looked
  const Cycle deadline =
      std::min(start + std::min<std::uint64_t>(quiet, 1u << 30) * period, next_condition_change());
  if (deadline > start) {
    sc_core::wait(to_sc(deadline - start), state_.changed | core_posted_);
  }
  const std::uint64_t passed = std::min((now() - start) / period, quiet);
  idle_ += passed;
  if (thread_ == 0) wiring_.skip_idle_calls(passed, wires_all);
  resumed_at_ = now() - start - passed * period;
}

}  // namespace npusim
