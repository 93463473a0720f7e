// SPDX-License-Identifier: Apache-2.0
// MTE2, MTE3 and FIX transfers between GM and local memory. A transfer moves its rows in chunks,
// each at its own cycle, so that what runs at the same time meets it half done.
#pragma once

#include "models/core/core_environment.h"
#include "models/core/executor.h"

namespace npusim {

class TransferExecutor : public Executor {
 public:
  explicit TransferExecutor(CoreEnvironment& environment) : environment_(environment) {}

  Timing execute(const std::shared_ptr<const isa::Instruction>& instruction,
                 std::span<const isa::Footprint> footprint, bool pipe_idle) override;

 private:
  using InstructionPtr = std::shared_ptr<const isa::Instruction>;

  // `tile`: all bytes of local memory that the instruction touches.
  void load_chunk(const InstructionPtr& instruction, const Interval& tile, std::uint32_t first,
                  std::uint32_t count);
  Cycle store_chunk(const isa::Instruction& instruction, const Interval& tile, std::uint32_t first,
                    std::uint32_t count);

  CoreEnvironment& environment_;
};

}  // namespace npusim
