// SPDX-License-Identifier: Apache-2.0
// VBRCB: each of 8 consecutive elements fills a block. The mask does not apply.
#include <cstring>

#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kElementsPerRepeat = 8;

}  // namespace

void execute_repeat(const BroadcastInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const std::uint8_t* source =
      context.ub.data + instruction.src + std::uint64_t{context.repeat} * kElementsPerRepeat * size;
  const std::uint64_t target = instruction.dst.address + std::uint64_t{context.repeat} *
                                                             instruction.dst.repeat_stride *
                                                             kBlockBytes;
  for (unsigned i = 0; i < kElementsPerRepeat; ++i) {
    std::uint8_t* block = context.out.add(
        target + std::uint64_t{i} * instruction.dst.block_stride * kBlockBytes, kBlockBytes);
    for (unsigned at = 0; at < kBlockBytes; at += size) {
      std::memcpy(block + at, source + i * size, size);
    }
  }
}

void footprint(const BroadcastInstruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  add_rows(instruction.src, kElementsPerRepeat * size, instruction.repeats,
           kElementsPerRepeat * size, false, out);
  Span target = contiguous(instruction.dst.address, kBlockBytes);
  target.runs = kElementsPerRepeat;
  target.run_stride = std::int64_t{instruction.dst.block_stride} * kBlockBytes;
  if (instruction.dst.block_stride == 1) {
    target = contiguous(instruction.dst.address, kElementsPerRepeat * kBlockBytes);
  }
  target.groups = instruction.repeats;
  target.group_stride = std::int64_t{instruction.dst.repeat_stride} * kBlockBytes;
  if (target.groups > 0) out.push_back({MemSpace::UB, true, target});
}

}  // namespace npusim::isa
