// SPDX-License-Identifier: Apache-2.0
// Where the operands of an instruction start, by the names of intrinsics.md, and on what boundary
// the memory wants each to start (intrinsics.md 2.1 rule 5).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/isa/instruction.h"

namespace npusim::isa {

struct OperandPlace {
  const char* name = "";  ///< "dst", "src1"
  MemSpace space = MemSpace::UB;
  std::uint64_t address = 0;
  std::uint32_t alignment = kBlockBytes;  ///< bytes
  bool is_write = false;

  bool aligned() const { return address % alignment == 0; }
};
using OperandPlaces = std::vector<OperandPlace>;

void operand_places(const LaneInstruction& instruction, OperandPlaces& out);
void operand_places(const ConvertInstruction& instruction, OperandPlaces& out);
void operand_places(const ReduceInstruction& instruction, OperandPlaces& out);
void operand_places(const CompareInstruction& instruction, OperandPlaces& out);
void operand_places(const CompareMaskMove& instruction, OperandPlaces& out);
void operand_places(const SelectInstruction& instruction, OperandPlaces& out);
void operand_places(const GatherInstruction& instruction, OperandPlaces& out);
void operand_places(const CompactInstruction& instruction, OperandPlaces& out);
void operand_places(const SortInstruction& instruction, OperandPlaces& out);
void operand_places(const MergeInstruction& instruction, OperandPlaces& out);
void operand_places(const TransposeInstruction& instruction, OperandPlaces& out);
void operand_places(const SquareTranspose& instruction, OperandPlaces& out);
void operand_places(const AddressRegisterLoad& instruction, OperandPlaces& out);
void operand_places(const BroadcastInstruction& instruction, OperandPlaces& out);
void operand_places(const BlockCopy& instruction, OperandPlaces& out);
void operand_places(const GmCopy& instruction, OperandPlaces& out);
void operand_places(const NdToNz& instruction, OperandPlaces& out);
void operand_places(const GmFractalLoad& instruction, OperandPlaces& out);
void operand_places(const FixPipeStore& instruction, OperandPlaces& out);
void operand_places(const FixPipeMove& instruction, OperandPlaces& out);
void operand_places(const FractalLoad& instruction, OperandPlaces& out);
void operand_places(const SquareLoad& instruction, OperandPlaces& out);
void operand_places(const Img2Col& instruction, OperandPlaces& out);
void operand_places(const SparseLoad& instruction, OperandPlaces& out);
void operand_places(const LocalBurstCopy& instruction, OperandPlaces& out);
void operand_places(const MatrixFill& instruction, OperandPlaces& out);
void operand_places(const ProductInstruction& instruction, OperandPlaces& out);
void operand_places(const ScalarAccess& instruction, OperandPlaces& out);

/// Of an instruction that touches anything.
void operand_places(const Instruction& instruction, OperandPlaces& out);

/// "src0 at UB 12 is no multiple of 32".
std::string describe(const OperandPlace& operand);

}  // namespace npusim::isa
