// SPDX-License-Identifier: Apache-2.0
// Names one set of a flag in a run, so that whoever waited for it is led to whoever set it.
#pragma once

#include <cstdint>

#include "models/arch/event.h"

namespace npusim::analysis {

constexpr std::uint64_t flag_key(AgentId setter, AgentId waiter, unsigned id, std::uint32_t set) {
  return std::uint64_t{setter} << 48 | std::uint64_t{waiter} << 36 | std::uint64_t{id & 15} << 32 |
         set;
}

/// Of a cross-core flag, which has no waiter of its own: its mode stands in the waiter's place,
/// where no agent is.
constexpr std::uint64_t message_key(AgentId sender, unsigned packed_flag, std::uint32_t round) {
  constexpr unsigned kNoAgent = 0xC00;
  return flag_key(sender, static_cast<AgentId>(kNoAgent | packed_flag >> 4), packed_flag, round);
}

/// Of SetFlag and CrossCoreSet.
constexpr std::uint64_t flag_key(const SyncEvent& event) {
  if (event.kind == SyncKind::CrossCoreSet) {
    return message_key(event.agent, event.id, event.instance);
  }
  return flag_key(event.agent, event.peer, event.id, event.instance);
}

/// Of the set that a wait of kind Flag consumed.
constexpr std::uint64_t flag_key(const TimeEvent& event) {
  if (event.between_cores) return message_key(event.peer, event.id, event.instance);
  return flag_key(event.peer, event.agent, event.id, event.instance);
}

}  // namespace npusim::analysis
