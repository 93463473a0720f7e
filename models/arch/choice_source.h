// SPDX-License-Identifier: Apache-2.0
// The one place where the hardware's freedom is decided.
//
// A choice is named by what it is about, never by when the simulator happened to ask: kind, agent
// and the agent's running number for that kind. So its value depends on the schedule alone, and a
// schedule is a seed plus the choices that deviate from it.
#pragma once

#include <cstdint>

#include "models/arch/cycle.h"
#include "models/arch/topology.h"

namespace npusim {

enum class ChoiceKind : std::uint8_t {
  FrontEnd,        ///< extra cycles to issue an instruction
  PipeStart,       ///< extra cycles before an instruction starts
  DmaLatency,      ///< extra cycles of a transfer
  StoreLanding,    ///< extra cycles until a GM store lands
  ScalarStore,     ///< extra cycles until a scalar store to UB is visible
  FlagLatency,     ///< extra cycles from set to wait
  ColdStart,       ///< first task on a core
  Dispatch,        ///< register latencies between AICPU and cores
  SchedulerPhase,  ///< start offset and loop time of a scheduler thread
  Grant,           ///< order of requests that reach a shared resource in one cycle
  PowerUp          ///< initial content of a local memory
};

inline constexpr unsigned kChoiceKindCount = 11;

class ChoiceSource {
 public:
  virtual ~ChoiceSource() = default;
  /// A number below `bound` (bound >= 1) for the `ordinal`-th choice of this kind by this agent.
  virtual std::uint64_t choose(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                               std::uint64_t bound) = 0;
};

}  // namespace npusim
