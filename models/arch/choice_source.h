// SPDX-License-Identifier: Apache-2.0
// The one place where the hardware's freedom is decided.
//
// A choice is named by what it is about, never by when the simulator happened to ask: kind, agent
// and the agent's running number for that kind. So its value depends on the schedule alone, and a
// schedule is a seed plus the choices that deviate from it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "models/arch/cycle.h"
#include "models/arch/topology.h"

namespace npusim {

enum class ChoiceKind : std::uint8_t {
  FrontEnd,          ///< extra cycles to issue an instruction
  PipeStart,         ///< extra cycles before an instruction starts
  DmaLatency,        ///< extra cycles of a transfer
  StoreLanding,      ///< extra cycles until a GM store lands
  ScalarStore,       ///< extra cycles until a scalar store to UB is visible
  FlagLatency,       ///< extra cycles from set to wait
  ColdStart,         ///< first task on a core
  Dispatch,          ///< register latencies between AICPU and cores
  SchedulerPhase,    ///< start offset and loop time of a scheduler thread
  Grant,             ///< order of requests that reach a shared resource in one cycle
  PowerUp,           ///< initial content of a local memory
  InstructionFetch,  ///< wait for a kernel's code on its first way through a core
  LocalLanding,      ///< extra cycles until what a load, move or product wrote is in local memory
  CrossCoreFlag      ///< extra cycles until a flag between cores arrives
};

inline constexpr unsigned kChoiceKindCount = 14;

/// As schedules and traces spell them; by ChoiceKind.
inline constexpr std::array<std::string_view, kChoiceKindCount> kChoiceKindNames = {
    "FrontEnd",    "PipeStart",        "DmaLatency",   "StoreLanding",   "ScalarStore",
    "FlagLatency", "ColdStart",        "Dispatch",     "SchedulerPhase", "Grant",
    "PowerUp",     "InstructionFetch", "LocalLanding", "CrossCoreFlag"};
static_assert(kChoiceKindNames.back() == "CrossCoreFlag" &&
              static_cast<unsigned>(ChoiceKind::CrossCoreFlag) == kChoiceKindCount - 1);

class ChoiceSource {
 public:
  virtual ~ChoiceSource() = default;
  /// A number below `bound` (bound >= 1) for the `ordinal`-th choice of this kind by this agent.
  virtual std::uint64_t choose(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                               std::uint64_t bound) = 0;
  /// The length of something rare, in cycles: 0 but for `per_mille` in a thousand, else 1 to
  /// `most`, shorter ones as likely as longer ones on a logarithmic scale.
  virtual std::uint64_t choose_rare(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                                    std::uint64_t per_mille, std::uint64_t most) = 0;
};

}  // namespace npusim
