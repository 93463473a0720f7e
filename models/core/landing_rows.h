// SPDX-License-Identifier: Apache-2.0
// Rows of a load, read from GM and about to land in a local memory.
#pragma once

#include <memory>

#include "models/arch/byte_buffer.h"
#include "models/memory/local_effect.h"

namespace npusim {

/// What rows [first, first+count) of a load may write of `tile`, everything that the load writes.
Interval landing_interval(const isa::Instruction& load, const Interval& tile, std::uint32_t first,
                          std::uint32_t count);

class LandingRows : public LocalEffect {
 public:
  /// Rows [first, first+count) of the load `instruction`, with their bytes. `tile`: everything that
  /// the load writes.
  LandingRows(AgentId agent, Cycle landing, std::shared_ptr<const isa::Instruction> instruction,
              const Interval& tile, std::uint32_t first, std::uint32_t count, ByteBuffer rows);

  Cycle next() const override { return landing_; }
  bool next_writes() const override { return true; }
  Cycle end() const override { return landing_; }
  bool done() const override { return done_; }
  void step(isa::Bytes memory) override;

 private:
  Cycle landing_;
  std::shared_ptr<const isa::Instruction> instruction_;
  std::uint32_t first_;
  std::uint32_t count_;
  ByteBuffer rows_;
  bool done_ = false;
};

}  // namespace npusim
