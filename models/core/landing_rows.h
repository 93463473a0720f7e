// SPDX-License-Identifier: Apache-2.0
// Rows of a load, read from GM and about to land in a local memory.
#pragma once

#include <memory>
#include <vector>

#include "models/memory/local_effect.h"

namespace npusim {

class LandingRows : public LocalEffect {
 public:
  /// Rows [first, first+count) of the load `instruction`, with their bytes.
  LandingRows(AgentId agent, Cycle landing, std::shared_ptr<const isa::Instruction> instruction,
              std::uint32_t first, std::uint32_t count, std::vector<std::uint8_t> rows);

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
  std::vector<std::uint8_t> rows_;
  bool done_ = false;
};

}  // namespace npusim
