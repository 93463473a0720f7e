// SPDX-License-Identifier: Apache-2.0
#include "models/core/landing_rows.h"

#include <utility>

namespace npusim {

Interval landing_interval(const isa::Transfer& transfer, const Interval& tile, std::uint32_t first,
                          std::uint32_t count) {
  if (transfer.layout == isa::TransferLayout::Linear) {
    const auto stride = static_cast<std::uint64_t>(transfer.local_stride);
    const std::uint64_t begin = transfer.local_address + first * stride;
    const std::uint64_t padded =
        (transfer.burst_bytes + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
    return {begin, begin + (count - 1) * stride + padded};
  }
  return tile;
}

LandingRows::LandingRows(AgentId agent, Cycle landing,
                         std::shared_ptr<const isa::Instruction> instruction, const Interval& tile,
                         std::uint32_t first, std::uint32_t count, ByteBuffer rows)
    : LocalEffect(agent, {}, landing_interval(instruction->transfer, tile, first, count)),
      landing_(landing),
      instruction_(std::move(instruction)),
      first_(first),
      count_(count),
      rows_(std::move(rows)) {}

void LandingRows::step(isa::Bytes memory) {
  isa::land_load(instruction_->transfer, first_, count_, rows_.data(), memory);
  done_ = true;
}

}  // namespace npusim
