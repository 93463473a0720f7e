// SPDX-License-Identifier: Apache-2.0
// COPY_UB_TO_UB: bursts of whole blocks, one a repeat. The mask does not apply.
#include <cstring>

#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

std::uint32_t burst_bytes(const Instruction& instruction) {
  return static_cast<std::uint32_t>(instruction.mode) * kBlockBytes;
}

std::int64_t stride_bytes(const VectorOperand& operand) {
  return std::int64_t{operand.repeat_stride} * kBlockBytes;
}

std::uint64_t burst_address(const VectorOperand& operand, std::uint32_t burst) {
  return operand.address + std::uint64_t{burst} * operand.repeat_stride * kBlockBytes;
}

void execute(const RepeatContext& context) {
  const Instruction& instruction = context.instruction;
  const std::uint32_t bytes = burst_bytes(instruction);
  if (bytes == 0) return;
  std::memcpy(context.out.add_unfilled(burst_address(instruction.dst, context.repeat), bytes),
              context.ub.data + burst_address(instruction.src[0], context.repeat), bytes);
}

void describe(const Instruction& instruction, std::vector<Footprint>& out) {
  if (instruction.mode < 0) not_modelled(instruction, "negative burst length");
  const std::uint32_t bytes = burst_bytes(instruction);
  add_rows(instruction.src[0].address, bytes, instruction.repeats, stride_bytes(instruction.src[0]),
           false, out);
  add_rows(instruction.dst.address, bytes, instruction.repeats, stride_bytes(instruction.dst), true,
           out);
}

}  // namespace

const VectorFamily kCopyFamily = {execute, nullptr, describe};

}  // namespace npusim::isa
