// SPDX-License-Identifier: Apache-2.0
#include "models/core/landing_rows.h"

#include <utility>

#include "models/isa/execute_families.h"

namespace npusim {

Interval landing_interval(const isa::Instruction& load, const Interval& tile, std::uint32_t first,
                          std::uint32_t count) {
  const ByteRange range = isa::landing_range(load, first, count, {tile.begin, tile.end});
  return {range.begin, range.end};
}

LandingRows::LandingRows(AgentId agent, Cycle landing,
                         std::shared_ptr<const isa::Instruction> instruction, const Interval& tile,
                         std::uint32_t first, std::uint32_t count, ByteBuffer rows)
    : LocalEffect(agent, {}, landing_interval(*instruction, tile, first, count)),
      landing_(landing),
      instruction_(std::move(instruction)),
      first_(first),
      count_(count),
      rows_(std::move(rows)) {}

void LandingRows::step(isa::Bytes memory) {
  isa::land(*instruction_, first_, count_, rows_.data(), memory);
  done_ = true;
}

}  // namespace npusim
