// SPDX-License-Identifier: Apache-2.0
// Elementwise instructions: one result lane per source lane.
#include "models/isa/numerics/saturation.h"
#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/lane_kernels.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/saturation_mode.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kScaleWordsBytes = 16 * sizeof(std::uint64_t);

/// A repeat has the lanes of the wider type.
LaneGrid grid_of(const LaneInstruction& instruction) {
  return lane_grid(instruction,
                   std::max(size_bytes(instruction.dtype), size_bytes(instruction.src_dtype)));
}

LaneOperation operation_of(const LaneInstruction& instruction) {
  return lane_operation(instruction.opcode, instruction.dtype, instruction.src_dtype);
}

/// 8-bit results side by side, or in one half of each block: VADDRELUCONV_VDEQ puts those of a
/// source block into a block, the others do so for the upper half only.
LaneLayout result_layout(const LaneInstruction& instruction) {
  const unsigned size = size_bytes(instruction.dtype);
  const bool by_halves =
      instruction.opcode == Opcode::VADDRELUCONV_VDEQ || (instruction.high_half && size == 1);
  return by_halves ? LaneLayout::half_blocks(instruction.high_half) : LaneLayout(size);
}

const VectorOperand& source_of(const LaneInstruction& instruction, unsigned index) {
  return index == 0 ? instruction.src0 : instruction.src1;
}

LaneParameters parameters_of(const LaneInstruction& instruction, const ExecuteOptions& options,
                             Bytes ub) {
  LaneParameters parameters;
  parameters.scalar = instruction.scalar;
  parameters.round = instruction.round;
  parameters.fused_multiply_add = options.fused_multiply_add;
  parameters.nan_minmax = options.nan_minmax;
  parameters.dequantisation_words = ub.data + instruction.dequant_address;
  return parameters;
}

bool saturates(const LaneInstruction& instruction, const LaneOperation& operation) {
  return instruction.dtype == DType::FLOAT16 && !operation.moves_bits &&
         saturates_floats(instruction.control);
}

/// Lanes 0..extent lie side by side.
bool is_dense(const VectorOperand& operand, unsigned extent_bytes) {
  return operand.block_stride == 1 || extent_bytes <= kBlockBytes;
}

}  // namespace

void execute_repeat(const LaneInstruction& instruction, const RepeatContext& context) {
  const LaneOperation operation = operation_of(instruction);
  const ActiveLanes active = grid_of(instruction).active(context.repeat);
  const LaneLayout layout = result_layout(instruction);
  LaneBuffer sources[2];
  LaneBuffer result;
  for (unsigned i = 0; i < operation.sources; ++i) {
    read_lanes(context.ub, source_of(instruction, i), size_bytes(instruction.src_dtype),
               context.repeat, active, sources[i]);
  }
  if (operation.accumulates) {
    read_lanes(context.ub, instruction.dst, layout, context.repeat, active, result);
  }
  operation.kernel(sources[0].bytes, sources[1].bytes,
                   parameters_of(instruction, context.options, context.ub), result.bytes,
                   active.extent());
  if (saturates(instruction, operation)) {
    saturate_float16(reinterpret_cast<std::uint16_t*>(result.bytes), active.extent());
  }
  write_lanes(context.out, instruction.dst, layout, context.repeat, active, result);
}

/// Repeats whose active lanes are a dense prefix in every operand need neither runs nor pieces. A
/// repeat still reads all before it writes any: operands may overlap.
bool execute_whole(const LaneInstruction& instruction, Bytes ub, const ExecuteOptions& options) {
  const LaneOperation operation = operation_of(instruction);
  const unsigned size = size_bytes(instruction.dtype), src_size = size_bytes(instruction.src_dtype);
  const LaneGrid grid = grid_of(instruction);
  const ActiveLanes first = grid.active(0);
  if (!first.is_prefix() || !is_dense(instruction.dst, first.extent() * size)) return false;
  if (!result_layout(instruction).is_plain()) return false;
  for (unsigned i = 0; i < operation.sources; ++i) {
    if (!is_dense(source_of(instruction, i), first.extent() * src_size)) return false;
  }
  const LaneParameters parameters = parameters_of(instruction, options, ub);
  const bool saturate = saturates(instruction, operation);
  const std::uint32_t uniform = grid.uniform_repeats();
  alignas(64) std::uint8_t sources[2][kRepeatBytes];
  alignas(64) std::uint8_t result[kRepeatBytes];
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    const unsigned lanes = repeat < uniform ? first.extent() : grid.active(repeat).extent();
    for (unsigned i = 0; i < operation.sources; ++i) {
      std::memcpy(sources[i],
                  ub.data + lane_address(source_of(instruction, i), src_size, repeat, 0),
                  lanes * src_size);
    }
    std::uint8_t* const target = ub.data + lane_address(instruction.dst, size, repeat, 0);
    if (operation.accumulates) std::memcpy(result, target, lanes * size);
    operation.kernel(sources[0], sources[1], parameters, result, lanes);
    if (saturate) saturate_float16(reinterpret_cast<std::uint16_t*>(result), lanes);
    std::memcpy(target, result, lanes * size);
  }
  return true;
}

void footprint(const LaneInstruction& instruction, std::vector<Footprint>& out) {
  const LaneOperation operation = operation_of(instruction);
  if (operation.kernel == nullptr) not_modelled(instruction, "pipe V has no such instruction");
  const LaneGrid grid = grid_of(instruction);
  for (unsigned i = 0; i < operation.sources; ++i) {
    add_operand(grid, source_of(instruction, i), size_bytes(instruction.src_dtype), false, out);
  }
  if (instruction.opcode == Opcode::VADDRELUCONV_VDEQ && instruction.repeats > 0) {
    add_rows(instruction.dequant_address, kScaleWordsBytes, 1, 0, false, out);
  }
  const LaneLayout layout = result_layout(instruction);
  if (operation.accumulates) add_operand(grid, instruction.dst, layout, false, out);
  add_operand(grid, instruction.dst, layout, true, out);
}

}  // namespace npusim::isa
