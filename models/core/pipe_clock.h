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

  /// From now on it waits: what end() tells if it does so until the run ends.
  void wait(TimeKind kind, const TimeEvent& of) {
    if (events_ == nullptr) return;
    waits_ = true;
    wait_ = of;
    wait_.kind = kind;
  }
  /// The run ends.
  void end() {
    if (waits_) spend(wait_.kind, wait_);
  }

  /// Since the last call, until now, it was `kind`. `of` says what and where.
  void spend(TimeKind kind, const TimeEvent& of = {}) {
    if (events_ != nullptr) spend_until(now(), kind, of);
  }
  /// The same until `cycle`, at most now.
  void spend_until(Cycle cycle, TimeKind kind, TimeEvent of = {}) {
    if (events_ == nullptr) return;
    waits_ = false;
    if (cycle <= spent_) return;
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
  bool waits_ = false;
  TimeEvent wait_;
};

}  // namespace npusim
