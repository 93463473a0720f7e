// SPDX-License-Identifier: Apache-2.0
#include "models/core/event_flags.h"

#include <fmt/format.h>

#include "models/memory/sim_time.h"

namespace npusim {

std::string to_string(const FlagId& flag) {
  return fmt::format("{}->{} EVENT_ID{}", name(flag.source), name(flag.target), flag.id);
}

EventFlags::EventFlags() = default;

std::uint32_t EventFlags::set(const FlagId& flag, Cycle visible, std::uint64_t vector_count) {
  Counter& counted = counter(flag);
  counted.sets.push_back({++counted.instances, visible, vector_count});
  const auto target = static_cast<unsigned>(flag.target);
  if (waits_[target]) set_events_[target].notify(sc_core::SC_ZERO_TIME);
  return counted.instances;
}

EventFlags::Set EventFlags::wait(const FlagId& flag) {
  Counter& counted = counter(flag);
  const auto target = static_cast<unsigned>(flag.target);
  while (counted.sets.empty()) {
    waits_[target] = true;
    sc_core::wait(set_events_[target]);
    waits_[target] = false;
  }
  const Set first = counted.sets.front();
  counted.sets.erase(counted.sets.begin());
  pass_until(first.visible);
  const auto source = static_cast<unsigned>(flag.source);
  if (waits_until_free_[source]) free_events_[source].notify(sc_core::SC_ZERO_TIME);
  return first;
}

void EventFlags::wait_until_free(const FlagId& flag) {
  const Counter& counted = counter(flag);
  const auto source = static_cast<unsigned>(flag.source);
  while (!counted.sets.empty()) {
    waits_until_free_[source] = true;
    sc_core::wait(free_events_[source]);
    waits_until_free_[source] = false;
  }
}

std::vector<FlagId> EventFlags::pending() const {
  std::vector<FlagId> result;
  for (unsigned pair = 0; pair < kPairs; ++pair) {
    for (unsigned id = 0; counters_[pair] && id < kEventIdCount; ++id) {
      if ((*counters_[pair])[id].sets.empty()) continue;
      result.push_back(
          {static_cast<Pipe>(pair / kPipeCount), static_cast<Pipe>(pair % kPipeCount), id});
    }
  }
  return result;
}

void EventFlags::clear() {
  for (auto& pair : counters_) {
    if (!pair) continue;
    for (Counter& counted : *pair) {
      counted.sets.clear();
      counted.outstanding = 0;
    }
  }
}

}  // namespace npusim
