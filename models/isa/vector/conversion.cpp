// SPDX-License-Identifier: Apache-2.0
// VCONV: lanes of one type to lanes of another. A repeat holds as many lanes as the wider type has.
#include <algorithm>
#include <string>

#include "models/isa/vector/conversion_kernels.h"
#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

/// Bits of CTRL that switch saturation off (intrinsics.md 2.1).
constexpr unsigned kFloatSaturationOff = 48, kIntegerSaturationOff = 59;

ConversionModes modes_of(const ConvertInstruction& instruction, const ExecuteOptions& options) {
  ConversionModes modes;
  modes.round = static_cast<RoundMode>(instruction.rounding);
  const bool to_float = instruction.dtype == DType::FLOAT16 || instruction.dtype == DType::BFLOAT16;
  const unsigned bit = to_float ? kFloatSaturationOff : kIntegerSaturationOff;
  modes.saturation = (instruction.control >> bit & 1) != 0 ? Saturation::Off : Saturation::On;
  modes.numerics = options.numerics;
  return modes;
}

/// Lanes of a repeat are those of the wider type.
LaneGrid grid_of(const ConvertInstruction& instruction) {
  return lane_grid(instruction,
                   std::max(size_bytes(instruction.dtype), size_bytes(instruction.src_dtype)));
}

}  // namespace

void execute_repeat(const ConvertInstruction& instruction, const RepeatContext& context) {
  const ActiveLanes active = grid_of(instruction).active(context.repeat);
  LaneBuffer source, result;
  read_lanes(context.ub, instruction.src, size_bytes(instruction.src_dtype), context.repeat, active,
             source);
  conversion_kernel(instruction.src_dtype, instruction.dtype)(
      source.bytes, result.bytes, active.extent(), modes_of(instruction, context.options));
  write_lanes(context.out, instruction.dst, size_bytes(instruction.dtype), context.repeat, active,
              result);
}

void footprint(const ConvertInstruction& instruction, std::vector<Footprint>& out) {
  if (conversion_kernel(instruction.src_dtype, instruction.dtype) == nullptr) {
    not_modelled(instruction, "no conversion from " + std::string(name(instruction.src_dtype)));
  }
  if (instruction.rounding > Rounding::Odd) {
    not_modelled(instruction,
                 "unknown RoundMode " + std::to_string(static_cast<int>(instruction.rounding)));
  }
  const LaneGrid grid = grid_of(instruction);
  add_operand(grid, instruction.src, size_bytes(instruction.src_dtype), false, out);
  add_operand(grid, instruction.dst, size_bytes(instruction.dtype), true, out);
}

}  // namespace npusim::isa
