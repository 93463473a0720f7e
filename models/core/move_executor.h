// SPDX-License-Identifier: Apache-2.0
// Moves between local memories (MTE1, FIX) and matrix products (M): read at the start, land at the
// end, one after the other; but nothing promises that they land before the next one reads, and a
// schedule may have them land later (mte.no_interlock, m.no_interlock).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "models/core/core_environment.h"
#include "models/core/executor.h"

namespace npusim {

class MoveExecutor : public Executor {
 public:
  explicit MoveExecutor(CoreEnvironment& environment) : environment_(environment) {}

  Timing execute(const std::shared_ptr<const isa::Instruction>& instruction,
                 std::span<const isa::Footprint> footprint, timing::PipeBefore before) override;

 private:
  std::unique_ptr<LocalEffect> start(AgentId agent, Cycle landing,
                                     const std::shared_ptr<const isa::Instruction>& instruction,
                                     std::span<const isa::Footprint> footprint);

  /// What a product wrote in L0C and was not there when the next one could start.
  struct Late {
    Span span;
    Cycle landing;
  };
  void wait_for_streamed(std::span<const isa::Footprint> footprint);

  CoreEnvironment& environment_;
  std::vector<Late> late_products_;
};

}  // namespace npusim
