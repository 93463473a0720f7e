// SPDX-License-Identifier: Apache-2.0
// Conversions between element types (intrinsics.md 2.3.6).
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "cce/port/vector_operand.h"
#include "models/arch/dtype.h"

namespace npusim::isa {

/// Numbers as the public RoundMode: suffixes none, r, a, f, c, z, o of vconv_*. None: the
/// conversion is exact, or to the nearest with ties to even.
enum class Rounding : std::uint8_t { None, Rint, Round, Floor, Ceil, Trunc, Odd };

/// Which source lanes' results go where in a destination block of the 8-bit dequantising forms.
enum class BlockHalf : std::uint8_t { Low, High };

/// VCONV, VCONV_DEQ (s32 to f16), VCONV_DEQS162B8, VCONV_VDEQS162B8. A repeat holds 256 / (size of
/// the wider type) lanes. 4-bit data is named by `dst_is_s4`, `src_is_s4` (two per byte, low nibble
/// first), its dtype being INT8.
struct ConvertInstruction {
  Opcode opcode = Opcode::VCONV;
  DType dtype = DType::FLOAT32;  ///< of the destination
  DType src_dtype = DType::FLOAT32;
  bool dst_is_s4 = false, src_is_s4 = false;
  Rounding rounding = Rounding::Rint;
  BlockHalf half = BlockHalf::Low;
  std::uint32_t repeats = 1;
  VectorOperand dst, src;
  // Captured at issue.
  VectorMask mask;
  std::uint64_t control = 0;   ///< CTRL: [48] float saturation off, [59] integer saturation off
  std::uint64_t deqscale = 0;  ///< DEQSCALE
};

}  // namespace npusim::isa
