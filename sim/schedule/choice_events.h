// SPDX-License-Identifier: Apache-2.0
// Makes events of a run's choices, for traces.
#pragma once

#include <functional>

#include "models/arch/choice_source.h"
#include "models/arch/event_sink.h"

namespace npusim {

/// Passes every choice on to `source`, and tells `events` of those that had more than one possible
/// value, or were given another than their only one. `now` is the current cycle.
class ChoiceEvents : public ChoiceSource {
 public:
  ChoiceEvents(ChoiceSource& source, EventSink& events, std::function<Cycle()> now)
      : source_(source), events_(events), now_(std::move(now)) {}

  std::uint64_t choose(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                       std::uint64_t bound) override {
    const std::uint64_t value = source_.choose(kind, agent, ordinal, bound);
    if (bound > 1 || value != 0) tell(kind, agent, ordinal, value, bound);
    return value;
  }

  std::uint64_t choose_rare(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                            std::uint64_t per_mille, std::uint64_t most) override {
    const std::uint64_t value = source_.choose_rare(kind, agent, ordinal, per_mille, most);
    if (most > 0 || value != 0) tell(kind, agent, ordinal, value, most + 1);
    return value;
  }

  /// Events made so far.
  std::uint64_t count() const { return count_; }

 private:
  void tell(ChoiceKind kind, AgentId agent, std::uint64_t ordinal, std::uint64_t value,
            std::uint64_t bound) {
    ++count_;
    events_.on_choice({static_cast<std::uint8_t>(kind), agent, ordinal, value, bound, now_()});
  }

  ChoiceSource& source_;
  EventSink& events_;
  std::function<Cycle()> now_;
  std::uint64_t count_ = 0;
};

}  // namespace npusim
