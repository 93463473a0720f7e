// SPDX-License-Identifier: Apache-2.0
// Elementwise instructions: one result lane per source lane.
#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/lane_kernels.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

/// Lanes 0..extent lie side by side.
bool is_dense(const VectorOperand& operand, unsigned extent_bytes) {
  return operand.block_stride == 1 || extent_bytes <= kBlockBytes;
}

const VectorOperand& source_of(const LaneInstruction& instruction, unsigned index) {
  return index == 0 ? instruction.src0 : instruction.src1;
}

}  // namespace

void execute_repeat(const LaneInstruction& instruction, const RepeatContext& context) {
  const LaneOperation operation = lane_operation(instruction.opcode, instruction.dtype);
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active = lane_grid(instruction, size).active(context.repeat);
  LaneBuffer sources[2];
  LaneBuffer result;
  for (unsigned i = 0; i < operation.sources; ++i) {
    read_lanes(context.ub, source_of(instruction, i), size, context.repeat, active, sources[i]);
  }
  operation.kernel(sources[0].bytes, sources[1].bytes, instruction.scalar, result.bytes,
                   active.extent());
  write_lanes(context.out, instruction.dst, size, context.repeat, active, result);
}

/// Repeats whose active lanes are a dense prefix in every operand need neither runs nor pieces. A
/// repeat still reads all before it writes any: operands may overlap.
bool execute_whole(const LaneInstruction& instruction, Bytes ub) {
  const LaneOperation operation = lane_operation(instruction.opcode, instruction.dtype);
  const unsigned size = size_bytes(instruction.dtype);
  const LaneGrid grid = lane_grid(instruction, size);
  const ActiveLanes first = grid.active(0);
  if (!first.is_prefix() || !is_dense(instruction.dst, first.extent() * size)) return false;
  for (unsigned i = 0; i < operation.sources; ++i) {
    if (!is_dense(source_of(instruction, i), first.extent() * size)) return false;
  }
  const std::uint32_t uniform = grid.uniform_repeats();
  alignas(64) std::uint8_t sources[2][kRepeatBytes];
  alignas(64) std::uint8_t result[kRepeatBytes];
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    const unsigned extent = repeat < uniform ? first.extent() : grid.active(repeat).extent();
    for (unsigned i = 0; i < operation.sources; ++i) {
      std::memcpy(sources[i], ub.data + lane_address(source_of(instruction, i), size, repeat, 0),
                  extent * size);
    }
    operation.kernel(sources[0], sources[1], instruction.scalar, result, extent);
    std::memcpy(ub.data + lane_address(instruction.dst, size, repeat, 0), result, extent * size);
  }
  return true;
}

void footprint(const LaneInstruction& instruction, std::vector<Footprint>& out) {
  const LaneOperation operation = lane_operation(instruction.opcode, instruction.dtype);
  if (operation.kernel == nullptr) not_modelled(instruction, "pipe V has no such instruction");
  const unsigned size = size_bytes(instruction.dtype);
  const LaneGrid grid = lane_grid(instruction, size);
  for (unsigned i = 0; i < operation.sources; ++i) {
    add_operand(grid, source_of(instruction, i), size, false, out);
  }
  add_operand(grid, instruction.dst, size, true, out);
}

}  // namespace npusim::isa
