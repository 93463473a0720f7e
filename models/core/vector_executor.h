// SPDX-License-Identifier: Apache-2.0
// Pipe V: instructions stream repeat by repeat. The next instruction's repeats follow the last ones
// without waiting for their results (tile-isa.md sections 1.2, 5.3).
#pragma once

#include <span>

#include "models/core/core_environment.h"
#include "models/core/executor.h"

namespace npusim {

class VectorExecutor : public Executor {
 public:
  explicit VectorExecutor(CoreEnvironment& environment) : environment_(environment) {}

  Timing execute(const std::shared_ptr<const isa::Instruction>& instruction,
                 std::span<const isa::Footprint> footprint, timing::PipeBefore before) override;

 private:
  /// Earliest start that v.interlock allows to an instruction that touches `footprint`.
  Cycle interlocked_start(std::span<const isa::Footprint> footprint);

  CoreEnvironment& environment_;
  Cycle complete_ = 0;  ///< of all instructions so far
};

}  // namespace npusim
