// SPDX-License-Identifier: Apache-2.0
// Messages between the cores of a random program, in the rounds in which they count as one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "models/arch/cross_core_flag.h"
#include "models/arch/event.h"

namespace npusim::test {

class MessageRounds {
 public:
  /// The set with its round: the oldest of its flag that the core is not in yet and that nobody has
  /// waited for, or a new one.
  SyncEvent join(SyncEvent set) {
    Round& round = round_for(set);
    set.instance = round.number;
    round.sets.push_back(set);
    return set;
  }

  /// The last set of some round, for which somebody waits from now on; several may wait for the
  /// same. Null if there is none.
  const SyncEvent* close(std::size_t number) {
    if (rounds_.empty()) return nullptr;
    Round& round = rounds_[number % rounds_.size()];
    round.closed = true;
    return &round.sets.back();
  }

 private:
  struct Round {
    unsigned channel;
    std::uint32_t number;
    std::vector<SyncEvent> sets;
    bool closed;
  };

  Round& round_for(const SyncEvent& set) {
    const unsigned channel = channel_of(core_of(set.agent), set.id);
    std::uint32_t number = 0;
    for (Round& round : rounds_) {
      if (round.channel != channel) continue;
      number = round.number;
      const bool in_it = std::any_of(round.sets.begin(), round.sets.end(), [&](const auto& other) {
        return core_of(other.agent) == core_of(set.agent);
      });
      if (!in_it && !round.closed) return round;
    }
    rounds_.push_back({channel, number + 1, {}, false});
    return rounds_.back();
  }

  std::vector<Round> rounds_;
};

}  // namespace npusim::test
