// SPDX-License-Identifier: Apache-2.0
// Moves between local memories (MTE1, FIX) and matrix products (M): read at the start, land at the
// end, one after the other.
#pragma once

#include "models/core/core_environment.h"
#include "models/core/executor.h"

namespace npusim {

class MoveExecutor : public Executor {
 public:
  explicit MoveExecutor(CoreEnvironment& environment) : environment_(environment) {}

  Timing execute(const std::shared_ptr<const isa::Instruction>& instruction,
                 std::span<const isa::Footprint> footprint, bool pipe_idle) override;

 private:
  std::unique_ptr<LocalEffect> start(AgentId agent, Cycle landing,
                                     const std::shared_ptr<const isa::Instruction>& instruction,
                                     std::span<const isa::Footprint> footprint);

  CoreEnvironment& environment_;
};

}  // namespace npusim
