// SPDX-License-Identifier: Apache-2.0
// Executes the instructions of one kind, in time, from a pipe's process.
#pragma once

#include <memory>
#include <span>

#include "models/arch/cycle.h"
#include "models/isa/execute.h"
#include "models/isa/instruction.h"
#include "models/timing/cost.h"

namespace npusim {

class Executor {
 public:
  virtual ~Executor() = default;

  /// Cycles of an instruction's life, known when the pipe may take the next one.
  struct Timing {
    Cycle complete = 0;  ///< everything it writes is in memory (GM stores: see gm.store_visible)
    Cycle sent = 0;      ///< a store to GM has left the core
    // Of pipe V, whose executor returns at once: from when on a flag to S may be set, and the next
    // instruction start.
    Cycle has_read = 0;
    Cycle free = 0;
  };

  /// Runs `instruction` in the calling SC_THREAD: returns (having waited) at the cycle at which the
  /// pipe may start the next one, or says in Timing::free when that is. `footprint` is all it
  /// touches.
  virtual Timing execute(const std::shared_ptr<const isa::Instruction>& instruction,
                         std::span<const isa::Footprint> footprint, timing::PipeBefore before) = 0;
};

}  // namespace npusim
