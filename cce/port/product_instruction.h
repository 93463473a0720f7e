// SPDX-License-Identifier: Apache-2.0
// The cube, and the way out of its accumulators (intrinsics.md 2.5).
#pragma once

#include <cstdint>

#include "cce/port/atomic_mode.h"
#include "cce/port/opcode.h"
#include "models/arch/dtype.h"
#include "models/arch/mem_space.h"

namespace npusim::isa {

/// Where the accumulator starts from.
enum class ProductStart : std::uint8_t { Accumulator, Zero, Bias };

/// MAD, MAD_S4, MAD_SPARSE: c = start + a*b. a: Zz fractals of 16 x C0 in L0A, row of fractals of
/// ceil(k/C0); b: Zn in L0B; c: Nz boxes of 16 x 16 in L0C, columns of boxes ceil16(m) rows apart.
/// m = 1 is a matrix-vector product whose a is one contiguous row. Any size 0: not executed.
struct ProductInstruction {
  Opcode opcode = Opcode::MAD;
  DType a_type = DType::BFLOAT16, b_type = DType::BFLOAT16, c_type = DType::FLOAT32;
  std::uint64_t a = 0, b = 0, c = 0;
  std::uint64_t bias = 0;  ///< address in BT
  std::uint16_t m = 0, k = 0, n = 0;
  ProductStart start = ProductStart::Accumulator;
  std::uint8_t unit_flag = 0;    ///< unit_flag_t
  bool k_aligned_to_16 = false;  ///< kDirectionAlign, f32
  std::uint64_t control = 0;     ///< CTRL, captured at issue: HF32, direction
};

/// Registers of the fix pipe (intrinsics.md 2.2), captured at issue.
struct FixPipeState {
  std::uint64_t quant_pre = 0, fpc = 0, nd_para = 0;
  std::uint64_t leaky_alpha = 0;  ///< bits of float32
  std::uint64_t control = 0;
};

enum class ReluMode : std::uint8_t { None, Relu, LeakyRelu, PRelu };

/// COPY_L0C_TO_GM.
struct FixPipeStore {
  Opcode opcode = Opcode::COPY_L0C_TO_GM;
  DType dtype = DType::FLOAT32;      ///< of what is written; 4-bit results: INT8 and dst_is_s4
  DType src_dtype = DType::FLOAT32;  ///< of the accumulator
  bool dst_is_s4 = false;
  std::uint64_t dst = 0, src = 0;
  std::uint16_t n = 0, m = 0;
  std::uint32_t dst_stride =
      0;  ///< NZ: 32-byte units between columns of boxes; nz2nd: elements a row
  std::uint16_t src_stride = 0;  ///< rows between columns of boxes of L0C
  std::uint8_t unit_flag = 0;
  std::uint8_t quantisation = 0;  ///< QuantMode_t
  ReluMode relu = ReluMode::None;
  bool channel_split = false;
  bool to_rows = false;  ///< nz2nd
  // Captured at issue.
  FixPipeState state;
  AtomicMode atomic;
};

/// COPY_L0C_TO_L1: the same into L1, as boxes.
struct FixPipeMove : FixPipeStore {
  FixPipeMove() { opcode = Opcode::COPY_L0C_TO_L1; }
};

}  // namespace npusim::isa
