// SPDX-License-Identifier: Apache-2.0
// SET_CMPMASK, GET_CMPMASK and VSEL: choose lanes by bits (intrinsics.md 2.3.5).
#include <cstring>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kMaskBytes = 16;  ///< CMPMASK

/// A bit per lane of a repeat.
unsigned bytes_per_repeat(DType type) { return kRepeatBytes / size_bytes(type) / 8; }

/// Where the bits of the first repeat are, in UB; `named` is what CMPMASK holds.
std::uint64_t bits_address(const SelectInstruction& instruction, std::uint64_t named) {
  constexpr std::uint64_t kAddressBits = 0xFFFFFFFFu;
  return instruction.mode == SelectMode::ScalarSource ? instruction.src1.address
                                                      : named & kAddressBits;
}

/// The bits that select this repeat's lanes, `bytes` of them.
void read_bits(const SelectInstruction& instruction, const RepeatContext& context, unsigned bytes,
               std::uint8_t* bits) {
  if (instruction.mode == SelectMode::CompareMask) {
    std::memcpy(bits, context.state.compare_mask, bytes);
    return;
  }
  const std::uint64_t address = bits_address(instruction, context.state.compare_mask[0]) +
                                std::uint64_t{context.repeat} * bytes_per_repeat(instruction.dtype);
  if (address + bytes <= context.ub.size) {
    std::memcpy(bits, context.ub.data + address, bytes);
  } else if (context.state.fault_address == VectorState::kNoFault) {
    context.state.fault_address = address;
  }
}

/// The lanes taken where a bit is 0.
void read_others(const SelectInstruction& instruction, const RepeatContext& context, unsigned size,
                 const ActiveLanes& active, LaneBuffer& others) {
  if (instruction.mode != SelectMode::ScalarSource) {
    read_lanes(context.ub, instruction.src1, size, context.repeat, active, others);
    return;
  }
  for (unsigned lane = 0; lane < active.extent(); ++lane) {
    std::memcpy(others.bytes + lane * size, context.state.compare_mask, size);
  }
}

void add_all(const SelectInstruction& instruction, std::uint64_t bits,
             std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  const LaneGrid grid = lane_grid(instruction, size);
  add_operand(grid, instruction.src0, size, false, out);
  if (instruction.mode != SelectMode::ScalarSource) {
    add_operand(grid, instruction.src1, size, false, out);
  }
  if (instruction.mode != SelectMode::CompareMask) {
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      const unsigned extent = grid.active(repeat).extent();
      add_rows(bits + std::uint64_t{repeat} * bytes_per_repeat(instruction.dtype), (extent + 7) / 8,
               1, 0, false, out);
    }
  }
  add_operand(grid, instruction.dst, size, true, out);
}

}  // namespace

void execute_repeat(const CompareMaskMove& instruction, const RepeatContext& context) {
  std::uint64_t* const mask = context.state.compare_mask;
  if (instruction.opcode == Opcode::SET_CMPMASK) {
    std::memcpy(mask, context.ub.data + instruction.address, kMaskBytes);
  } else {
    std::memcpy(context.out.add_unfilled(instruction.address, kMaskBytes), mask, kMaskBytes);
  }
}

void footprint(const CompareMaskMove& instruction, std::vector<Footprint>& out) {
  const bool stores = instruction.opcode == Opcode::GET_CMPMASK;
  out.push_back({MemSpace::UB, stores, contiguous(instruction.address, kMaskBytes)});
}

void execute_repeat(const SelectInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active = lane_grid(instruction, size).active(context.repeat);
  std::uint8_t bits[kMaxLanes / 8] = {};
  read_bits(instruction, context, (active.extent() + 7) / 8, bits);
  LaneBuffer chosen, others;
  read_lanes(context.ub, instruction.src0, size, context.repeat, active, chosen);
  read_others(instruction, context, size, active, others);
  for (unsigned lane = 0; lane < active.extent(); ++lane) {
    if ((bits[lane / 8] >> (lane % 8) & 1u) != 0) continue;
    std::memcpy(chosen.bytes + lane * size, others.bytes + lane * size, size);
  }
  write_lanes(context.out, instruction.dst, size, context.repeat, active, chosen);
}

void footprint(const SelectInstruction& instruction, std::vector<Footprint>& out) {
  add_all(instruction, bits_address(instruction, instruction.bits), out);
}

void footprint(const SelectInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out) {
  add_all(instruction, bits_address(instruction, data.state.compare_mask[0]), out);
}

}  // namespace npusim::isa
