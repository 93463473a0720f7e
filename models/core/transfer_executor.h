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
#include "models/core/repeated_loads.h"

namespace npusim {

class TransferExecutor : public Executor {
 public:
  explicit TransferExecutor(CoreEnvironment& environment) : environment_(environment) {}

  Timing execute(const std::shared_ptr<const isa::Instruction>& instruction,
                 std::span<const isa::Footprint> footprint, timing::PipeBefore before) override;

 private:
  using InstructionPtr = std::shared_ptr<const isa::Instruction>;

  /// The transfer at hand; `tile`: all bytes of local memory that it touches.
  struct Work {
    const InstructionPtr& instruction;
    std::span<const isa::Footprint> footprint;
    MemSpace local_space;
    Interval tile;
  };
  /// Rows [first, first + gm.rows) of it.
  struct Rows {
    const Work& work;
    std::uint32_t first;
    bool last;
    RowBlock gm;

    std::size_t bytes() const { return std::size_t{gm.rows} * gm.row_bytes; }
  };
  static std::vector<Rows> chunks(const Work& work);
  void load(const Rows& rows, Cycle landing);
  Cycle store(const Rows& rows);
  void tell_of_messages(const Rows& rows, Cycle landing);
  std::vector<std::uint8_t> taken(const Rows& rows);

  CoreEnvironment& environment_;
  RepeatedLoads repeated_;
};

}  // namespace npusim
