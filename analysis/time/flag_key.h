// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "models/arch/topology.h"

namespace npusim::analysis {

/// Names a set of an event flag in a run.
constexpr std::uint64_t flag_key(AgentId setter, AgentId waiter, unsigned id, std::uint32_t set) {
  return std::uint64_t{setter} << 48 | std::uint64_t{waiter} << 36 | std::uint64_t{id & 15} << 32 |
         set;
}

}  // namespace npusim::analysis
