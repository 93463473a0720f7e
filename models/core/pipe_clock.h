// SPDX-License-Identifier: Apache-2.0
// What a pipe has spent its time on so far, told as it goes: every cycle on one thing.
#pragma once

#include "models/arch/event_sink.h"
#include "models/memory/sim_time.h"

namespace npusim {

class PipeClock {
 public:
  /// Starts telling `events` what `agent` does. Without it the clock does nothing.
  void watch(EventSink& events, AgentId agent) {
    events_ = &events;
    agent_ = agent;
  }

  /// Since the last call, until now, it was `kind`. `of` says what and where.
  void spend(TimeKind kind, const TimeEvent& of = {}) {
    if (events_ != nullptr) spend_until(now(), kind, of);
  }
  /// The same until `cycle`, at most now.
  void spend_until(Cycle cycle, TimeKind kind, TimeEvent of = {}) {
    if (events_ == nullptr || cycle <= spent_) return;
    of.agent = agent_;
    of.kind = kind;
    of.begin = spent_;
    of.cycle = cycle;
    events_->on_time(of);
    spent_ = cycle;
  }

 private:
  EventSink* events_ = nullptr;
  AgentId agent_ = 0;
  Cycle spent_ = 0;
};

}  // namespace npusim
