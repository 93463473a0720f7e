// SPDX-License-Identifier: Apache-2.0
// VGATHER: a lane per 32-bit byte offset. The hardware does not check the offsets.
#include <cstring>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kOffsetBytes = 4;

std::uint64_t offsets_address(const GatherInstruction& instruction, std::uint32_t repeat) {
  const unsigned lanes = kRepeatBytes / size_bytes(instruction.dtype);
  return instruction.offsets + std::uint64_t{repeat} * lanes * kOffsetBytes;
}

}  // namespace

void execute_repeat(const GatherInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active = lane_grid(instruction, size).active(context.repeat);
  const std::uint8_t* offsets = context.ub.data + offsets_address(instruction, context.repeat);
  LaneBuffer result;
  for (const ActiveLanes::Run run : active) {
    for (unsigned lane = run.begin; lane < run.end; ++lane) {
      std::uint32_t offset;
      std::memcpy(&offset, offsets + lane * kOffsetBytes, sizeof offset);
      const std::uint64_t address = instruction.base + offset;
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

void footprint(const GatherInstruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  // Offsets are dense: an operand of 4-byte lanes whose repeats follow each other.
  const LaneGrid grid = lane_grid(instruction, size);
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    for (const ActiveLanes::Run run : grid.active(repeat)) {
      add_rows(offsets_address(instruction, repeat) + run.begin * kOffsetBytes,
               static_cast<std::uint32_t>(run.end - run.begin) * kOffsetBytes, 1, 0, false, out);
    }
  }
  const std::uint64_t extent = instruction.extent != 0
                                   ? instruction.extent
                                   : capacity_bytes(MemSpace::UB) - instruction.base;
  add_rows(instruction.base, static_cast<std::uint32_t>(extent), 1, 0, false, out);
  add_operand(grid, instruction.dst, size, true, out);
}

}  // namespace npusim::isa
