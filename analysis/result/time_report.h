// SPDX-License-Identifier: Apache-2.0
// Where a run's time went: what each pipe did with every cycle, which lines cost most, and the
// chain of work and waits that the end of the run was waiting for. `npusim run --why`.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/arch/cycle.h"
#include "models/arch/topology.h"

namespace npusim::analysis {

enum class TimeUse : std::uint8_t {
  Busy,
  Flag,
  Barrier,
  Queue,
  L2,
  Hbm,
  FrontEnd,  ///< the scalar unit has given it nothing, or waits for the kernel's code
  Dispatch,  ///< no block is on the core, and another one will come
  Idle       ///< no block is on the core any more
};
inline constexpr unsigned kTimeUseCount = 9;
/// As reports and their keys spell them; by TimeUse.
inline constexpr std::array<std::string_view, kTimeUseCount> kTimeUseNames = {
    "busy", "flag", "barrier", "queue", "l2", "hbm", "front_end", "dispatch", "idle"};
constexpr std::string_view name(TimeUse use) { return kTimeUseNames[static_cast<unsigned>(use)]; }

using TimeByUse = std::array<Cycle, kTimeUseCount>;

/// One pipe of a core that ran something: its cycles add up to the run's.
struct PipeTime {
  AgentId agent = 0;
  TimeByUse cycles{};
};

/// Waits of one kind at one line, over all cores.
struct WaitLine {
  std::string pipe;
  TimeUse use = TimeUse::Flag;
  std::string source;  ///< file:line of who waits; empty: not known
  std::string flag;    ///< "MTE2->V EVENT_ID0, set at file:line"; empty if it is not one flag
  std::string task;
  std::uint64_t times = 0;
  Cycle cycles = 0;
  Cycle on_path = 0;  ///< of them on the critical path
  /// Cycles by which the run would be shorter if these waits took none; the first lines only.
  Cycle gain = 0;
};

/// What one task's share of the critical path consists of.
struct PathPart {
  std::string task;  ///< empty: the runtime between tasks
  Cycle cycles = 0;
  TimeByUse uses{};
};

struct TimeReport {
  Cycle cycles = 0;  ///< of the run
  std::vector<PipeTime> pipes;
  std::vector<WaitLine> waits;  ///< most cycles first
  std::vector<PathPart> path;   ///< in order of time; adds up to the run's cycles
};

}  // namespace npusim::analysis
