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
void footprint(const TransposeInstruction& instruction, std::vector<Footprint>& out);
void footprint(const BroadcastInstruction& instruction, std::vector<Footprint>& out);
void footprint(const BlockCopy& instruction, std::vector<Footprint>& out);
void footprint(const Transfer& transfer, std::vector<Footprint>& out);
void footprint(const LocalMove& move, std::vector<Footprint>& out);
void footprint(const MatrixProduct& product, std::vector<Footprint>& out);
void footprint(const ScalarAccess& access, std::vector<Footprint>& out);

}  // namespace npusim::isa
