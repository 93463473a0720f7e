// SPDX-License-Identifier: Apache-2.0
// Elementwise vector instructions: a result lane per source lane (intrinsics.md 2.3.1 to 2.3.4).
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "cce/port/vector_operand.h"
#include "models/arch/dtype.h"

namespace npusim::isa {

/// VADD .. VSUBRELU (two sources), VADDS .. VSHR (a source and a scalar), VEXP .. VNOT (one
/// source), VECTOR_DUP (scalar alone), VCOPY, and the forms that narrow their result.
struct LaneInstruction {
  Opcode opcode = Opcode::VADD;
  DType dtype = DType::FLOAT32;      ///< of the destination
  DType src_dtype = DType::FLOAT32;  ///< differs in mixed forms (vmla, vaxpy) and narrowing ones
  std::uint32_t repeats = 1;         ///< count mode: derived from the mask at issue
  VectorOperand dst, src0, src1;
  std::uint64_t scalar = 0;  ///< bits of type src_dtype, zero-extended; shifts: the distance
  bool high_half = false;    ///< narrowing to 8 bits: the upper 16 bytes of each destination block
  bool round = false;        ///< vshr: adds half of the last bit shifted out
  // Captured at issue.
  VectorMask mask;
  std::uint64_t control = 0;  ///< CTRL
  std::uint64_t dequant_address =
      0;  ///< VADDRELUCONV_VDEQ: UB address of the scale words (DEQSCALE)
};

}  // namespace npusim::isa
