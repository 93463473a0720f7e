// SPDX-License-Identifier: Apache-2.0
// SET_CMPMASK and VSEL: choose lanes by bits (tile-isa.md section 3.3, TSEL).
#include <cstring>
#include <string>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

/// The compare mask has a bit per lane of `type`.
unsigned mask_bytes(DType type) { return kRepeatBytes / size_bytes(type) / 8; }

/// The bits that select this repeat's lanes, `bytes` of them.
void read_bits(const SelectInstruction& instruction, const RepeatContext& context, unsigned bytes,
               std::uint8_t* bits) {
  if (instruction.mode == SelectMode::CompareMask) {
    std::memcpy(bits, context.state.compare_mask, bytes);
    return;
  }
  const std::uint64_t address = (context.state.compare_mask[0] & 0xFFFFFFFFu) +
                                std::uint64_t{context.repeat} * mask_bytes(instruction.dtype);
  if (address + bytes <= context.ub.size) {
    std::memcpy(bits, context.ub.data + address, bytes);
  } else if (context.state.fault_address == VectorState::kNoFault) {
    context.state.fault_address = address;
  }
}

}  // namespace

void execute_repeat(const CompareMaskMove& instruction, const RepeatContext& context) {
  std::memcpy(context.state.compare_mask, context.ub.data + instruction.address,
              mask_bytes(instruction.dtype));
}

void footprint(const CompareMaskMove& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  add_rows(instruction.address, mask_bytes(instruction.dtype), 1, 0, false, out);
}

void execute_repeat(const SelectInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active = lane_grid(instruction, size).active(context.repeat);
  std::uint8_t bits[kMaxLanes / 8] = {};
  read_bits(instruction, context, (active.extent() + 7) / 8, bits);
  LaneBuffer chosen, other;
  read_lanes(context.ub, instruction.src0, size, context.repeat, active, chosen);
  read_lanes(context.ub, instruction.src1, size, context.repeat, active, other);
  for (unsigned lane = 0; lane < active.extent(); ++lane) {
    if ((bits[lane / 8] >> (lane % 8) & 1u) != 0) continue;
    std::memcpy(chosen.bytes + lane * size, other.bytes + lane * size, size);
  }
  write_lanes(context.out, instruction.dst, size, context.repeat, active, chosen);
}

void footprint(const SelectInstruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  if (instruction.mode == SelectMode::ScalarSource) {
    not_modelled(instruction, "select mode " + std::to_string(static_cast<int>(instruction.mode)));
  }
  const LaneGrid grid = lane_grid(instruction, size);
  add_operand(grid, instruction.src0, size, false, out);
  add_operand(grid, instruction.src1, size, false, out);
  if (instruction.mode == SelectMode::MaskAddress) {
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      const unsigned extent = grid.active(repeat).extent();
      add_rows(instruction.bits + std::uint64_t{repeat} * mask_bytes(instruction.dtype),
               (extent + 7) / 8, 1, 0, false, out);
    }
  }
  add_operand(grid, instruction.dst, size, true, out);
}

}  // namespace npusim::isa
