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

  /// `cycles` in the mean: the choices are spread over timing.jitter percent of it, half of them
  /// below. A latency too short for a whole cycle of jitter is a choice of one value; a schedule
  /// may deviate from it all the same.
  Cycle of(ChoiceKind kind, AgentId agent, Cycle cycles) {
    const Cycle spread = cycles * percent_ / 100;
    return cycles - spread / 2 + extra(kind, agent, spread);
  }

  /// A number of cycles from 0 to `most`.
  Cycle extra(ChoiceKind kind, AgentId agent, Cycle most) {
    return choices_.choose(kind, agent, next(kind, agent), most + 1);
  }

  /// See ChoiceSource::choose_rare.
  Cycle rare(ChoiceKind kind, AgentId agent, std::uint64_t per_mille, Cycle most) {
    return choices_.choose_rare(kind, agent, next(kind, agent), per_mille, most);
  }

 private:
  std::uint64_t next(ChoiceKind kind, AgentId agent) {
    return ordinals_[agent * kChoiceKindCount + static_cast<unsigned>(kind)]++;
  }

  std::uint64_t percent_;
  ChoiceSource& choices_;
  std::vector<std::uint64_t> ordinals_;
};

}  // namespace npusim
