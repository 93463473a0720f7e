// SPDX-License-Identifier: Apache-2.0
#include "models/isa/footprint.h"

#include "models/isa/cube/mad.h"
#include "models/isa/transfer/gm_transfers.h"
#include "models/isa/transfer/local_moves.h"

namespace npusim::isa {
namespace {

bool decide(const GatherInstruction& gather) { return gather.extent == 0; }
bool decide(const CompactInstruction& compact) { return compact.pattern == 0; }
bool decide(const SelectInstruction& select) { return select.mode == SelectMode::MaskAddress; }
bool decide(const MergeInstruction& merge) { return merge.stop_at_exhaustion; }
template <typename Family>
bool decide(const Family&) {
  return false;
}

}  // namespace

void footprint(const ScalarAccess& access, std::vector<Footprint>& out) {
  const Opcode opcode = access.opcode;
  const bool write = opcode == Opcode::SCALAR_STORE_UB || opcode == Opcode::SCALAR_STORE_GM;
  const bool gm = opcode == Opcode::SCALAR_LOAD_GM || opcode == Opcode::SCALAR_STORE_GM;
  out.push_back(
      {gm ? MemSpace::GM : MemSpace::UB, write, contiguous(access.address, access.bytes)});
}

void footprint(const Instruction& instruction, std::vector<Footprint>& out) {
  std::visit([&](const auto& family) { footprint(family, out); }, instruction.operands);
}

bool data_decide(const Instruction& instruction) {
  return std::visit([](const auto& family) { return decide(family); }, instruction.operands);
}

void footprint(const Instruction& instruction, const DataView& data, std::vector<Footprint>& out) {
  std::visit([&](const auto& family) { footprint(family, data, out); }, instruction.operands);
}

}  // namespace npusim::isa
