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
  Bank,      ///< pipe V: conflicts of banks of UB
  FrontEnd,  ///< the scalar unit has given it nothing, or waits for the kernel's code
  Dispatch,  ///< no block is on the core, and another one will come
  Idle       ///< no block is on the core any more
};
inline constexpr unsigned kTimeUseCount = 10;
/// As reports and their keys spell them; by TimeUse.
inline constexpr std::array<std::string_view, kTimeUseCount> kTimeUseNames = {
    "busy", "flag", "barrier", "queue", "l2", "hbm", "bank", "front_end", "dispatch", "idle"};
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

/// What a pipe does at one line on the critical path: it works there, or waits.
struct PathLine {
  std::string pipe;
  TimeUse use = TimeUse::Busy;
  std::string source;  ///< file:line; empty: not known
  std::string task;
  std::uint64_t times = 0;
  Cycle cycles = 0;
};

/// Work of one task on one path, over all its blocks.
struct PathWork {
  std::string path;  ///< "cube", "vector", "GM->L1", "L2" ...
  std::string core;  ///< "AIC", "AIV"; empty: all cores share it
  std::string pipe;  ///< whose path it is; empty: shared
  std::string unit;  ///< of the amount: "operations", "elements", "bytes"
  std::uint64_t amount = 0;
  double peak_cycles = 0;   ///< what the path needs for it at its own rate
  double shape_cycles = 0;  ///< and beside for bank conflicts of UB, or rows too short for the rate
  /// Cycles it had: of a core's path those of all blocks on such cores, of a shared one those in
  /// which the task had a block on any core.
  Cycle available = 0;
  double share() const { return available == 0 ? 0 : peak_cycles / static_cast<double>(available); }
  /// Of the amount: what was achieved, and the path's own rate for it.
  double per_cycle() const {
    return available == 0 ? 0 : static_cast<double>(amount) / static_cast<double>(available);
  }
  double peak_per_cycle() const {
    return peak_cycles == 0 ? 0 : static_cast<double>(amount) / peak_cycles;
  }
};

/// What all tasks of one name did, and what they came closest to the limit of.
struct TaskWork {
  std::string task;
  Cycle cycles = 0;        ///< in which it had a block on any core
  std::string bound;       ///< "AIV MTE2", "HBM"; a pipe's paths count together. Empty: nothing
  double bound_share = 0;  ///< of that one's cycles which the work needs at peak rates
  std::vector<PathWork> paths;
};

/// A line whose work takes longer for its shape: bank conflicts of UB, rows too short.
struct ShapeLine {
  std::string path;
  std::string source;
  std::string task;
  std::uint64_t times = 0;
  double peak_cycles = 0;
  double shape_cycles = 0;
};

struct TimeReport {
  Cycle cycles = 0;  ///< of the run
  std::vector<PipeTime> pipes;
  std::vector<WaitLine> waits;       ///< most cycles first
  std::vector<PathPart> path;        ///< in order of time; adds up to the run's cycles
  std::vector<PathLine> path_lines;  ///< of tasks, most cycles first; the runtime has the rest
  CoreId path_core = 0;              ///< on which most of the path lies
  std::vector<TaskWork> work;        ///< by name of the task
  std::vector<ShapeLine> shapes;     ///< most cycles first
};

}  // namespace npusim::analysis
