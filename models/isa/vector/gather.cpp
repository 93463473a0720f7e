// SPDX-License-Identifier: Apache-2.0
// VGATHER: a lane per 32-bit byte offset. The hardware does not check the offsets.
#include <cstring>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kOffsetBytes = 4;

std::uint64_t offsets_address(const Instruction& instruction, std::uint32_t repeat) {
  return instruction.src[0].address +
         std::uint64_t{repeat} * lanes_per_repeat(instruction) * kOffsetBytes;
}

void execute(const RepeatContext& context) {
  const Instruction& instruction = context.instruction;
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active(instruction.mask, context.repeat, lanes_per_repeat(instruction));
  const std::uint8_t* offsets = context.ub.data + offsets_address(instruction, context.repeat);
  LaneBuffer result;
  for (const ActiveLanes::Run run : active) {
    for (unsigned lane = run.begin; lane < run.end; ++lane) {
      std::uint32_t offset;
      std::memcpy(&offset, offsets + lane * kOffsetBytes, sizeof offset);
      const std::uint64_t address = instruction.src[1].address + offset;
      if (address + size > context.ub.size) {
        if (context.state.fault_address == VectorState::kNoFault) {
          context.state.fault_address = address;
        }
        continue;
      }
      std::memcpy(result.bytes + lane * size, context.ub.data + address, size);
    }
  }
  write_lanes(context.out, instruction.dst, size, context.repeat, active, result);
}

void describe(const Instruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  // Offsets are dense: an operand of 4-byte lanes whose repeats follow each other.
  const unsigned lanes = lanes_per_repeat(instruction);
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    for (const ActiveLanes::Run run : ActiveLanes(instruction.mask, repeat, lanes)) {
      add_rows(offsets_address(instruction, repeat) + run.begin * kOffsetBytes,
               static_cast<std::uint32_t>(run.end - run.begin) * kOffsetBytes, 1, 0, false, out);
    }
  }
  add_rows(instruction.src[1].address, static_cast<std::uint32_t>(instruction.scalar), 1, 0, false,
           out);
  add_operand(instruction, instruction.dst, size, true, out);
}

}  // namespace

const VectorFamily kGatherFamily = {execute, nullptr, describe};

}  // namespace npusim::isa
