// SPDX-License-Identifier: Apache-2.0
// One AICPU thread's clock.
//
// Who comes first when two threads touch the shared state in one cycle? Nobody does: thread n of
// the four acts only in cycles congruent to n modulo 4 (the scheduler threads 0 to 2, then the
// orchestrator), so SystemC's process order cannot decide anything. The rounding is at most 2 ns.
#pragma once

#include <algorithm>

#include "models/arch/topology.h"
#include "models/core/latency.h"
#include "models/memory/sim_time.h"
#include "models/timing/runtime_costs.h"

namespace npusim {

class AicpuThread {
 public:
  static constexpr Cycle kPhases = 4;

  /// `later`: steps cost what they cost in later versions of the runtime.
  AicpuThread(AgentId agent, Latency& latency, bool later)
      : agent_(agent),
        phase_((agent - kOrchestratorAgent + kPhases - 1) % kPhases),
        latency_(latency),
        later_(later) {}

  AgentId agent() const { return agent_; }
  Latency& latency() { return latency_; }

  double nanoseconds(const runtime_costs::StepCost& step) const {
    return later_ ? step.later : step.base;
  }
  /// Works on a step, and `times` on another, with some jitter.
  void spend(const runtime_costs::StepCost& step, const runtime_costs::StepCost& repeated = {},
             double times = 0) {
    const double all = nanoseconds(step) + nanoseconds(repeated) * times;
    sleep_until(now() + latency_.of(ChoiceKind::SchedulerPhase, agent_, cycles_from_ns(all)));
  }
  /// As spend(), as a whole number of turns of all threads; takes no time itself.
  Cycle whole_turns(const runtime_costs::StepCost& step) {
    const Cycle cycles =
        latency_.of(ChoiceKind::SchedulerPhase, agent_, cycles_from_ns(nanoseconds(step)));
    return (cycles + kPhases - 1) / kPhases * kPhases;
  }

  /// The first cycle from `cycle` on in which this thread may act.
  Cycle aligned(Cycle cycle) const {
    return cycle + (phase_ + kPhases - cycle % kPhases) % kPhases;
  }

  /// Sleeps until the first own cycle that is neither before `cycle` nor over.
  void sleep_until(Cycle cycle) {
    const Cycle target = aligned(std::max(cycle, now()));
    pass_until(target);
  }
  /// Sleeps until `event`, but not beyond `deadline`; then until the next own cycle.
  void sleep_until(Cycle deadline, const sc_core::sc_event& event) {
    if (deadline > now()) sc_core::wait(to_sc(deadline - now()), event);
    sleep_until(now());
  }

 private:
  AgentId agent_;
  Cycle phase_;
  Latency& latency_;
  bool later_;
};

}  // namespace npusim
