// SPDX-License-Identifier: Apache-2.0
// Comparisons, the compare mask, and selection by it (intrinsics.md 2.3.5).
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "cce/port/vector_operand.h"
#include "models/arch/dtype.h"

namespace npusim::isa {

/// Numbers as the public CmpMode.
enum class Comparison : std::uint8_t { Eq, Ne, Lt, Le, Gt, Ge };

/// VCMP: 256 bytes once, bits into CMPMASK. VCMPV: two sources, VCMPVS: a source and a scalar; a
/// bit per lane, low bit first, dense from dst.address (16 bytes a repeat for 2-byte lanes, 8 for
/// 4-byte).
struct CompareInstruction {
  Opcode opcode = Opcode::VCMPV;
  Comparison comparison = Comparison::Eq;
  DType dtype = DType::FLOAT32;  ///< of what is compared
  std::uint32_t repeats = 1;
  VectorOperand dst, src0, src1;
  std::uint64_t scalar = 0;
  /// Bytes of the result that anybody will look at, from dst.address on: those of lanes in the
  /// valid region, if the library knows it. A mark like RowSum: the hardware compares all.
  std::uint32_t valid_bytes = ~std::uint32_t{0};
  VectorMask mask;  ///< captured at issue
};

/// SET_CMPMASK loads 16 bytes of UB into CMPMASK; GET_CMPMASK stores them. 4-byte lanes need 8.
struct CompareMaskMove {
  Opcode opcode = Opcode::SET_CMPMASK;
  DType dtype = DType::UINT16;  ///< of the lanes to be selected, if the library knows it
  std::uint64_t address = 0;
};

/// How VSEL finds its bits. Numbers as the public selection mode.
enum class SelectMode : std::uint8_t {
  CompareMask,   ///< CMPMASK, the same for each repeat; two sources
  ScalarSource,  ///< packed bits in UB at src1; CMPMASK holds the scalar taken where a bit is 0
  MaskAddress    ///< CMPMASK holds the UB address of packed bits; two sources
};

/// VSEL: bit ? src0 : src1. Modes 1 and 2 consume the bits of a repeat after those of the one
/// before.
struct SelectInstruction {
  Opcode opcode = Opcode::VSEL;
  SelectMode mode = SelectMode::CompareMask;
  DType dtype = DType::FLOAT32;
  std::uint32_t repeats = 1;
  VectorOperand dst, src0, src1;
  /// MaskAddress: the address that CMPMASK will hold, if the library knows it.
  std::uint64_t bits = 0;
  VectorMask mask;  ///< captured at issue
};

}  // namespace npusim::isa
