// SPDX-License-Identifier: Apache-2.0
// What the parts of one core share: who they are, their memories, and the world around them.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "models/arch/event_sink.h"
#include "models/arch/knobs.h"
#include "models/core/cross_core_flags.h"
#include "models/core/cube_values.h"
#include "models/core/latency.h"
#include "models/core/pipe_clock.h"
#include "models/core/unit_flags.h"
#include "models/isa/execute.h"
#include "models/memory/global_memory.h"
#include "models/memory/gm_channel.h"
#include "models/memory/local_memory.h"
#include "models/timing/vector_results.h"

namespace npusim {

struct CoreEnvironment {
  CoreId core = 0;
  const Knobs& knobs;
  isa::ExecuteOptions execute;
  Latency& latency;
  EventSink& events;
  GlobalMemory& gm;
  GmChannel& gm_channel;
  CrossCoreFlags& cross_core;
  /// Called once when the model cannot go on: an operation that is not modelled, or our own bug.
  std::function<void()> stop_run;

  /// By MemSpace; null for GM and for memories this kind of core does not have.
  std::array<std::unique_ptr<LocalMemory>, kMemSpaceCount> local;
  isa::VectorState vector_state;
  timing::VectorResults vector_results;
  std::uint64_t scalar_vector_count = 0;  ///< instructions of pipe V that pipe S has waited for
  UnitFlags unit_flags;
  /// Of a cube core in one of many runs that share a memo, else null: everything that touches bytes
  /// of its memories goes through it.
  std::unique_ptr<CubeValues> cube_values;

  /// When all GM stores that this core has sent by MTE, FIX or past the data cache have landed.
  Cycle gm_stores_landed = 0;
  /// Stores by MTE or FIX from now on land no earlier: those before the last flag, barrier or end
  /// of a block. Others may overtake each other (mte.no_interlock).
  Cycle gm_stores_ordered = 0;
  /// When all lines that the data cache has written back have landed. Only dsb waits for them.
  Cycle gm_lines_landed = 0;
  /// Hardware instructions executed: of pipes, scalar loads and stores, flags and barriers. A flag
  /// counts when it is set, or its wait ends or is still standing at the end of the run.
  std::uint64_t instruction_count = 0;

  /// Those that move or compute something: of pipes, scalar stores, and flags to other cores. A
  /// core whose count stands still polls or waits.
  std::uint64_t work_count = 0;

  std::array<PipeClock, kPipeCount> clocks;  ///< by Pipe

  PipeClock& clock(Pipe pipe) { return clocks[static_cast<unsigned>(pipe)]; }
  void order_gm_stores() { gm_stores_ordered = gm_stores_landed; }

  AgentId agent(Pipe pipe) const { return agent_of(core, pipe); }
  /// When all scalar stores to UB that were posted have landed; 0 on a core without UB.
  Cycle scalar_stores_landed() const {
    const LocalMemory* const ub = memory(MemSpace::UB);
    return ub == nullptr ? 0 : ub->scalar_stores_landed();
  }
  LocalMemory* memory(MemSpace space) const { return local[static_cast<unsigned>(space)].get(); }
};

}  // namespace npusim
