// SPDX-License-Identifier: Apache-2.0
// VCONV: lanes of one type to lanes of another. A repeat holds as many lanes as the wider type has.
#include <string>

#include "models/isa/vector/conversion_kernels.h"
#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

ConversionModes modes_of(const Instruction& instruction, const ExecuteOptions& options) {
  ConversionModes modes;
  modes.round = static_cast<RoundMode>(instruction.mode);
  modes.saturation = static_cast<Saturation>(instruction.mode2);
  if (modes.saturation == Saturation::Default) {
    modes.saturation = default_saturation(instruction.src_dtype, instruction.dtype);
  }
  modes.numerics = options.numerics;
  return modes;
}

void execute(const RepeatContext& context) {
  const Instruction& instruction = context.instruction;
  const ActiveLanes active(instruction.mask, context.repeat, lanes_per_repeat(instruction));
  LaneBuffer source, result;
  read_lanes(context.ub, instruction.src[0], size_bytes(instruction.src_dtype), context.repeat,
             active, source);
  conversion_kernel(instruction.src_dtype, instruction.dtype)(
      source.bytes, result.bytes, active.extent(), modes_of(instruction, context.options));
  write_lanes(context.out, instruction.dst, size_bytes(instruction.dtype), context.repeat, active,
              result);
}

void describe(const Instruction& instruction, std::vector<Footprint>& out) {
  if (conversion_kernel(instruction.src_dtype, instruction.dtype) == nullptr) {
    not_modelled(instruction, "no conversion from " + std::string(name(instruction.src_dtype)));
  }
  if (instruction.mode < 0 || instruction.mode > static_cast<int>(RoundMode::Odd)) {
    not_modelled(instruction, "unknown RoundMode " + std::to_string(instruction.mode));
  }
  if (instruction.mode2 < -1 || instruction.mode2 > 1) {
    not_modelled(instruction, "unknown SaturationMode " + std::to_string(instruction.mode2));
  }
  add_operand(instruction, instruction.src[0], size_bytes(instruction.src_dtype), false, out);
  add_operand(instruction, instruction.dst, size_bytes(instruction.dtype), true, out);
}

}  // namespace

const VectorFamily kConversionFamily = {execute, nullptr, describe};

}  // namespace npusim::isa
