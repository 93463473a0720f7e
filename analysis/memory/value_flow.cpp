// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/value_flow.h"

#include "cce/port/opcode.h"

namespace npusim::analysis {

ValueFlow value_flow(std::uint16_t opcode) {
  using isa::Opcode;
  switch (static_cast<Opcode>(opcode)) {
    case Opcode::VGATHER:
    case Opcode::VGATHERB:
      return ValueFlow::ToAddress;
    case Opcode::VREDUCEV2:
    case Opcode::VREDUCE:
    case Opcode::VBITSORT:
    case Opcode::VMRGSORT4:
    case Opcode::VNCHWCONV:
    case Opcode::VTRANSPOSE:
      return ValueFlow::Anywhere;
    case Opcode::VCMP:
    case Opcode::VCMPV:
    case Opcode::VCMPVS:
      return ValueFlow::LanesToBits;
    case Opcode::COPY_UB_TO_UB:
    case Opcode::VCOPY:
      return ValueFlow::Copy;
    default:
      break;
  }
  const isa::OpcodeInfo& info = isa::info(static_cast<Opcode>(opcode));
  if (info.pipe == Pipe::FIX) return ValueFlow::BoxesToRows;
  switch (info.kind) {
    case isa::OpcodeKind::Transfer:
    case isa::OpcodeKind::Local:
      return ValueFlow::Copy;
    case isa::OpcodeKind::Scalar:
    case isa::OpcodeKind::Aicpu:
      return ValueFlow::ToScalar;
    case isa::OpcodeKind::Lanes:
    case isa::OpcodeKind::Vector:
    case isa::OpcodeKind::Cube:
      return ValueFlow::ByPosition;
  }
  return ValueFlow::ByPosition;
}

bool is_gm_transfer(std::uint16_t opcode) {
  return isa::info(static_cast<isa::Opcode>(opcode)).kind == isa::OpcodeKind::Transfer;
}

bool reads_whole_blocks(std::uint16_t opcode) {
  return isa::info(static_cast<isa::Opcode>(opcode)).kind == isa::OpcodeKind::Vector;
}

}  // namespace npusim::analysis
