// SPDX-License-Identifier: Apache-2.0
// What an instruction reads and writes, family by family. An overload throws NotModelled for forms
// that the model does not know.
#pragma once

#include <vector>

#include "models/isa/execute.h"

namespace npusim::isa {

void footprint(const LaneInstruction& instruction, std::vector<Footprint>& out);
void footprint(const ConvertInstruction& instruction, std::vector<Footprint>& out);
void footprint(const ReduceInstruction& instruction, std::vector<Footprint>& out);
void footprint(const CompareInstruction& instruction, std::vector<Footprint>& out);
void footprint(const CompareMaskMove& instruction, std::vector<Footprint>& out);
void footprint(const SelectInstruction& instruction, std::vector<Footprint>& out);
void footprint(const GatherInstruction& instruction, std::vector<Footprint>& out);
void footprint(const CompactInstruction& instruction, std::vector<Footprint>& out);
void footprint(const SortInstruction& instruction, std::vector<Footprint>& out);
void footprint(const MergeInstruction& instruction, std::vector<Footprint>& out);
void footprint(const SquareTranspose& instruction, std::vector<Footprint>& out);
void footprint(const AddressRegisterLoad& instruction, std::vector<Footprint>& out);
void footprint(const TransposeInstruction& instruction, std::vector<Footprint>& out);
void footprint(const BroadcastInstruction& instruction, std::vector<Footprint>& out);
void footprint(const BlockCopy& instruction, std::vector<Footprint>& out);
void footprint(const ScalarAccess& access, std::vector<Footprint>& out);

/// What decides some accesses: UB and the vector state as they are when an instruction starts.
struct DataView {
  Bytes ub;
  const VectorState& state;
};

/// Exact to the byte also where data decide: sources of VGATHER and VGATHERB whose library names no
/// extent, what compaction by bits and a merge that stops write, bits that VSEL finds by CMPMASK.
void footprint(const GatherInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out);
void footprint(const CompactInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out);
void footprint(const SelectInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out);
void footprint(const MergeInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out);
template <typename Family>
void footprint(const Family& instruction, const DataView&, std::vector<Footprint>& out) {
  footprint(instruction, out);
}

/// Whether the two differ for this instruction.
bool data_decide(const Instruction& instruction);
void footprint(const Instruction& instruction, const DataView& data, std::vector<Footprint>& out);

}  // namespace npusim::isa
