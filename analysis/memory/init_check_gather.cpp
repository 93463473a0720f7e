// SPDX-License-Identifier: Apache-2.0
// Undefined bytes among the operands of a gather: offsets lead somewhere, what they lead to is
// copied.
#include "analysis/memory/init_check.h"
#include "analysis/race/span_blocks.h"
#include "cce/port/opcode.h"

namespace npusim::analysis {

/// Of the current instruction, a gather: one offset for each element of the result, or for each
/// block.
std::uint64_t InitCheck::offset_bytes() const {
  constexpr std::uint64_t kOffsetBytes = 4;
  const CurrentInstruction& instruction = instructions_[gathered_[0].event.agent];
  const bool by_block = instruction.opcode == static_cast<std::uint16_t>(isa::Opcode::VGATHERB);
  std::uint64_t offsets = 0;
  for (const Write& write : pending_) {
    const Span& result = write.event.span;
    if (!by_block) {
      offsets += result.total_bytes() / size_bytes(instruction.dtype);
      continue;
    }
    for_each_piece(result, [&](std::uint64_t begin, std::uint64_t end) {
      offsets += (end + kBlockBytes - 1) / kBlockBytes - begin / kBlockBytes;
    });
  }
  return offsets * kOffsetBytes;
}

/// Reads of offsets come first, behind them those of what is gathered. The bundled library names
/// all that its offsets may lead to, of which they lead to a part.
void InitCheck::settle_gather() {
  const std::uint64_t offsets = offset_bytes();
  for (const Gathered& part : gathered_) {
    std::uint64_t before = 0;
    for (std::size_t i = 0; i < part.read; ++i) before += reads_[i].span.total_bytes();
    const bool is_offset = before < offsets;
    const bool may_be_good = instructions_[part.event.agent].tile_op != 0 && !part.all;
    if (!is_offset && may_be_good) continue;
    const Origin origin =
        part.origin != UndefinedValues::kNone ? part.origin : origin_of(part.event, part.state);
    if (is_offset) {
      decides(origin, "indices at {}, which the hardware takes for addresses",
              instructions_[part.event.agent].site);
    } else {
      const Positions everything{0, part.event.span.total_bytes()};
      carried_.push_back({part.event.span, part.read, origin, {everything}});
    }
  }
}

}  // namespace npusim::analysis
