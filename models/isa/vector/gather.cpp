// SPDX-License-Identifier: Apache-2.0
// VGATHER: a lane per 32-bit byte offset. VGATHERB: a block per offset, eight a repeat; lanes that
// the mask stops keep what they were. The hardware does not check the offsets
// (intrinsics.md 2.3.8).
#include <cstring>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/lane_element.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kOffsetBytes = 4;

/// Bytes that one offset brings.
unsigned piece_bytes(const GatherInstruction& instruction) {
  return instruction.opcode == Opcode::VGATHERB ? kBlockBytes : size_bytes(instruction.dtype);
}

std::uint64_t offsets_address(const GatherInstruction& instruction, std::uint32_t repeat) {
  return instruction.offsets +
         std::uint64_t{repeat} * (kRepeatBytes / piece_bytes(instruction)) * kOffsetBytes;
}

/// Offsets [begin, end) that serve the active lanes of `run`.
struct Offsets {
  unsigned begin, end;
};
Offsets offsets_of(const GatherInstruction& instruction, ActiveLanes::Run run) {
  const unsigned lanes = piece_bytes(instruction) / size_bytes(instruction.dtype);
  return {run.begin / lanes, (run.end + lanes - 1) / lanes};
}

/// The offsets of a repeat that active lanes use, and what each brings: visit(offset index, offset
/// address).
template <typename Visit>
void for_each_offset(const GatherInstruction& instruction, const ActiveLanes& active,
                     std::uint32_t repeat, Visit visit) {
  unsigned next = 0;  // runs of one block share its offset
  for (const ActiveLanes::Run run : active) {
    const Offsets used = offsets_of(instruction, run);
    for (unsigned i = std::max(next, used.begin); i < used.end; ++i) {
      visit(i, offsets_address(instruction, repeat) + std::uint64_t{i} * kOffsetBytes);
    }
    next = used.end;
  }
}

/// Where the offset at `offset_address` leads: addresses have 32 bits, so that offsets may be
/// negative.
std::uint64_t source_address(const GatherInstruction& instruction, Bytes ub,
                             std::uint64_t offset_address) {
  return static_cast<std::uint32_t>(instruction.base +
                                    value_at<std::uint32_t>(ub.data + offset_address));
}

void add_offsets(const GatherInstruction& instruction, const LaneGrid& grid,
                 std::vector<Footprint>& out) {
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    std::vector<ByteRange> used;
    for_each_offset(instruction, grid.active(repeat), repeat, [&](unsigned, std::uint64_t address) {
      append_range(used, {address, address + kOffsetBytes});
    });
    add_ranges(std::move(used), 1, 0, false, out);
  }
}

LaneGrid checked_grid(const GatherInstruction& instruction) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  return lane_grid(instruction, size);
}

}  // namespace

void execute_repeat(const GatherInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype), piece = piece_bytes(instruction);
  const ActiveLanes active = lane_grid(instruction, size).active(context.repeat);
  LaneBuffer result;
  for_each_offset(instruction, active, context.repeat, [&](unsigned i, std::uint64_t at) {
    const std::uint64_t address = source_address(instruction, context.ub, at);
    if (address + piece <= context.ub.size) {
      std::memcpy(result.bytes + i * piece, context.ub.data + address, piece);
    } else if (context.state.fault_address == VectorState::kNoFault) {
      context.state.fault_address = address;
    }
  });
  write_lanes(context.out, instruction.dst, size, context.repeat, active, result);
}

void footprint(const GatherInstruction& instruction, std::vector<Footprint>& out) {
  const LaneGrid grid = checked_grid(instruction);
  if (instruction.repeats == 0) return;
  add_offsets(instruction, grid, out);
  const std::uint64_t extent = instruction.extent != 0
                                   ? instruction.extent
                                   : capacity_bytes(MemSpace::UB) - instruction.base;
  add_rows(instruction.base, static_cast<std::uint32_t>(extent), 1, 0, false, out);
  add_operand(grid, instruction.dst, size_bytes(instruction.dtype), true, out);
}

void footprint(const GatherInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out) {
  if (instruction.extent != 0) return footprint(instruction, out);
  const LaneGrid grid = checked_grid(instruction);
  add_offsets(instruction, grid, out);
  const unsigned piece = piece_bytes(instruction);
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    std::vector<ByteRange> sources;
    for_each_offset(instruction, grid.active(repeat), repeat, [&](unsigned, std::uint64_t address) {
      if (address + kOffsetBytes > data.ub.size) return;
      const std::uint64_t source = source_address(instruction, data.ub, address);
      // Beyond UB: a fault of its own (VectorState).
      if (source + piece <= data.ub.size) sources.push_back({source, source + piece});
    });
    add_ranges(std::move(sources), 1, 0, false, out);
  }
  add_operand(grid, instruction.dst, size_bytes(instruction.dtype), true, out);
}

}  // namespace npusim::isa
