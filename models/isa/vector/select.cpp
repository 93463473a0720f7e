// SPDX-License-Identifier: Apache-2.0
// SET_CMPMASK and VSEL: choose lanes by bits (tile-isa.md section 3.3, TSEL).
#include <cstring>
#include <string>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

/// The public SELMODE numbers: bits in the compare mask, or in UB at the address it holds.
constexpr std::int32_t kBitsInMask = 0;
constexpr std::int32_t kBitsInUb = 2;

/// The compare mask has a bit per lane.
unsigned mask_bytes(const Instruction& instruction) { return lanes_per_repeat(instruction) / 8; }

void set_compare_mask(const RepeatContext& context) {
  const Instruction& instruction = context.instruction;
  std::memcpy(context.state.compare_mask, context.ub.data + instruction.src[0].address,
              mask_bytes(instruction));
}

void compare_mask_footprint(const Instruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  add_rows(instruction.src[0].address, mask_bytes(instruction), 1, 0, false, out);
}

/// The bits that select this repeat's lanes, `bytes` of them.
void read_bits(const RepeatContext& context, unsigned bytes, std::uint8_t* bits) {
  if (context.instruction.mode == kBitsInMask) {
    std::memcpy(bits, context.state.compare_mask, bytes);
    return;
  }
  const std::uint64_t address = (context.state.compare_mask[0] & 0xFFFFFFFFu) +
                                std::uint64_t{context.repeat} * mask_bytes(context.instruction);
  if (address + bytes <= context.ub.size) {
    std::memcpy(bits, context.ub.data + address, bytes);
  } else if (context.state.fault_address == VectorState::kNoFault) {
    context.state.fault_address = address;
  }
}

void select(const RepeatContext& context) {
  const Instruction& instruction = context.instruction;
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active(instruction.mask, context.repeat, lanes_per_repeat(instruction));
  std::uint8_t bits[kMaxLanes / 8] = {};
  read_bits(context, (active.extent() + 7) / 8, bits);
  LaneBuffer chosen, other;
  read_lanes(context.ub, instruction.src[0], size, context.repeat, active, chosen);
  read_lanes(context.ub, instruction.src[1], size, context.repeat, active, other);
  for (unsigned lane = 0; lane < active.extent(); ++lane) {
    if ((bits[lane / 8] >> (lane % 8) & 1u) != 0) continue;
    std::memcpy(chosen.bytes + lane * size, other.bytes + lane * size, size);
  }
  write_lanes(context.out, instruction.dst, size, context.repeat, active, chosen);
}

void select_footprint(const Instruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  if (instruction.mode != kBitsInMask && instruction.mode != kBitsInUb) {
    not_modelled(instruction, "select mode " + std::to_string(instruction.mode));
  }
  add_operand(instruction, instruction.src[0], size, false, out);
  add_operand(instruction, instruction.src[1], size, false, out);
  if (instruction.mode == kBitsInUb) {
    const unsigned lanes = lanes_per_repeat(instruction);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      const unsigned extent = ActiveLanes(instruction.mask, repeat, lanes).extent();
      add_rows(instruction.scalar + std::uint64_t{repeat} * (lanes / 8), (extent + 7) / 8, 1, 0,
               false, out);
    }
  }
  add_operand(instruction, instruction.dst, size, true, out);
}

}  // namespace

const VectorFamily kCompareMaskFamily = {set_compare_mask, nullptr, compare_mask_footprint};
const VectorFamily kSelectFamily = {select, nullptr, select_footprint};

}  // namespace npusim::isa
