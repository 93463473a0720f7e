// SPDX-License-Identifier: Apache-2.0
// Pipe V by families: what each does in one repeat. Which bytes it touches is in footprint.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/isa/execute.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

/// One repeat about to be executed.
struct RepeatContext {
  std::uint32_t repeat;
  Bytes ub;
  VectorState& state;
  const ExecuteOptions& options;
  WriteSet& out;
};

void execute_repeat(const LaneInstruction& instruction, const RepeatContext& context);
void execute_repeat(const ConvertInstruction& instruction, const RepeatContext& context);
void execute_repeat(const ReduceInstruction& instruction, const RepeatContext& context);
void execute_repeat(const CompareInstruction& instruction, const RepeatContext& context);
void execute_repeat(const CompareMaskMove& instruction, const RepeatContext& context);
void execute_repeat(const SelectInstruction& instruction, const RepeatContext& context);
void execute_repeat(const GatherInstruction& instruction, const RepeatContext& context);
void execute_repeat(const CompactInstruction& instruction, const RepeatContext& context);
void execute_repeat(const SortInstruction& instruction, const RepeatContext& context);
void execute_repeat(const MergeInstruction& instruction, const RepeatContext& context);
void execute_repeat(const SquareTranspose& instruction, const RepeatContext& context);
void execute_repeat(const AddressRegisterLoad& instruction, const RepeatContext& context);
void execute_repeat(const TransposeInstruction& instruction, const RepeatContext& context);
void execute_repeat(const BroadcastInstruction& instruction, const RepeatContext& context);
void execute_repeat(const BlockCopy& instruction, const RepeatContext& context);

/// All repeats at once, where that is faster: then true. Requires a non-empty instruction.
bool execute_whole(const LaneInstruction& instruction, Bytes ub, const ExecuteOptions& options);
template <typename Family>
bool execute_whole(const Family&, Bytes, const ExecuteOptions&) {
  return false;
}

/// Throws NotModelled: "vmax of bfloat16: <why>".
[[noreturn]] void not_modelled(Opcode opcode, DType dtype, std::string_view why);
template <typename Family>
[[noreturn]] void not_modelled(const Family& instruction, std::string_view why) {
  not_modelled(instruction.opcode, instruction.dtype, why);
}

}  // namespace npusim::isa
