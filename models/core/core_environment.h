// SPDX-License-Identifier: Apache-2.0
// What the parts of one core share: who they are, their memories, and the world around them.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "models/arch/event_sink.h"
#include "models/arch/knobs.h"
#include "models/core/cube_values.h"
#include "models/core/latency.h"
#include "models/isa/execute.h"
#include "models/memory/global_memory.h"
#include "models/memory/gm_channel.h"
#include "models/memory/local_memory.h"

namespace npusim {

struct CoreEnvironment {
  CoreId core = 0;
  const Knobs& knobs;
  isa::ExecuteOptions execute;
  Latency& latency;
  EventSink& events;
  GlobalMemory& gm;
  GmChannel& gm_channel;
  /// Called once when the model cannot go on: an operation that is not modelled, or our own bug.
  std::function<void()> stop_run;

  /// By MemSpace; null for GM and for memories this kind of core does not have.
  std::array<std::unique_ptr<LocalMemory>, kMemSpaceCount> local;
  isa::VectorState vector_state;
  /// Of a cube core in one of many runs that share a memo, else null: everything that touches bytes
  /// of its memories goes through it.
  std::unique_ptr<CubeValues> cube_values;

  /// Landing cycle of the last GM store this core has sent, by MTE, FIX or data cache.
  Cycle gm_stores_landed = 0;
  /// Hardware instructions executed: of pipes, scalar loads and stores, flags and barriers.
  std::uint64_t instruction_count = 0;

  AgentId agent(Pipe pipe) const { return agent_of(core, pipe); }
  LocalMemory* memory(MemSpace space) const { return local[static_cast<unsigned>(space)].get(); }
};

}  // namespace npusim
