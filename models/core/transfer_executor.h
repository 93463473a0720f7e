// SPDX-License-Identifier: Apache-2.0
// MTE2, MTE3 and FIX transfers between GM and local memory. A transfer moves its rows in chunks,
// each at its own cycle, so that what runs at the same time meets it half done.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

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

  /// Rows [first, first + count) of a transfer; `tile`: all bytes of local memory that it touches.
  struct Rows {
    const InstructionPtr& instruction;
    std::span<const isa::Footprint> footprint;
    Interval tile;
    std::uint32_t first, count;
  };
  void load(const Rows& rows, Cycle landing);
  Cycle store(const Rows& rows);
  std::vector<std::uint8_t> taken(const Rows& rows);

  CoreEnvironment& environment_;
};

}  // namespace npusim
