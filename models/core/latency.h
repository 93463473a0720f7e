// SPDX-License-Identifier: Apache-2.0
// Latencies with jitter: a figure from the cost table plus what the schedule adds to it.
#pragma once

#include <cstdint>
#include <vector>

#include "models/arch/choice_source.h"
#include "models/arch/knobs.h"

namespace npusim {

class Latency {
 public:
  Latency(const Knobs& knobs, ChoiceSource& choices)
      : percent_(static_cast<std::uint64_t>(knobs.timing_jitter)),
        choices_(choices),
        ordinals_(kAgentCount * kChoiceKindCount, 0) {}

  /// `cycles` and up to timing.jitter percent of it more. Latencies too short for a whole cycle of
  /// jitter stay as they are and make no choice.
  Cycle of(ChoiceKind kind, AgentId agent, Cycle cycles) {
    return cycles + extra(kind, agent, cycles * percent_ / 100);
  }

  /// A number of cycles from 0 to `most`.
  Cycle extra(ChoiceKind kind, AgentId agent, Cycle most) {
    if (most == 0) return 0;
    auto& ordinal = ordinals_[agent * kChoiceKindCount + static_cast<unsigned>(kind)];
    return choices_.choose(kind, agent, ordinal++, most + 1);
  }

 private:
  std::uint64_t percent_;
  ChoiceSource& choices_;
  std::vector<std::uint64_t> ordinals_;
};

}  // namespace npusim
