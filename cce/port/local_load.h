// SPDX-License-Identifier: Apache-2.0
// From L1 into the memories of the cube, and fills (intrinsics.md 2.5).
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "models/arch/dtype.h"
#include "models/arch/mem_space.h"

namespace npusim::isa {

/// LOAD_L1_TO_L0A, LOAD_L1_TO_L0B (load2d): fractals of 512 bytes; `transpose`: 16 x 16 of 2-byte
/// elements transposed.
struct FractalLoad {
  Opcode opcode = Opcode::LOAD_L1_TO_L0A;
  std::uint64_t l1_address = 0, l0_address = 0;
  std::uint16_t base_index = 0;
  std::uint8_t repeats = 0;
  std::uint16_t src_stride = 0;  ///< fractals from start to start
  std::uint16_t dst_gap = 0;     ///< fractals from end to start
  bool transpose = false;
  bool descending = false;
};

/// LOAD_L1_TO_L0A_TRANSPOSE, LOAD_L1_TO_L0B_TRANSPOSE: square blocks (1 or 2 fractals, 4 of 4-bit
/// data), transposed.
struct SquareLoad {
  Opcode opcode = Opcode::LOAD_L1_TO_L0A_TRANSPOSE;
  unsigned element_bits = 16;
  std::uint64_t l1_address = 0, l0_address = 0;
  std::uint16_t index = 0;
  std::uint8_t repeats = 0;
  std::uint16_t src_stride = 0;  ///< in square blocks
  std::uint16_t dst_gap = 0;  ///< last iteration's first fractal's end to the next first, fractals
  std::uint16_t dst_fractal_gap = 0;     ///< between the fractals of one block
  std::uint16_t src_fractal_stride = 0;  ///< given by the long form
  bool descending = false;
};

/// Registers that describe the feature map of IMG2COL (intrinsics.md 2.2).
struct FeatureMap {
  std::uint64_t fmatrix = 0;  ///< FMATRIX or FMATRIX_B
  /// L3D_RPT: once, unless a kernel says otherwise; libraries load plain matrices without setting
  /// it. 0 times: nothing is loaded.
  std::uint64_t l3d_repeat = 1 << 16;
  std::uint64_t l1_3d_size = 0;  ///< L1_3D_SIZE
  std::uint64_t padding = 0;     ///< PADDING; an element's low bits
};

/// IMG2COL_L1_TO_L0A, IMG2COL_L1_TO_L0B, IMG2COL_L1_TO_UB: a window of the im2col matrix.
struct Img2Col {
  Opcode opcode = Opcode::IMG2COL_L1_TO_L0A;
  unsigned element_bits = 16;
  std::uint64_t l1_address = 0, target_address = 0;
  std::uint16_t step_k = 0, step_m = 0, pos_k = 0, pos_m = 0;
  std::uint8_t stride_w = 1, stride_h = 1, kernel_w = 1, kernel_h = 1, dilation_w = 1,
               dilation_h = 1;
  bool wide_kernel_w = false, wide_kernel_h = false;  ///< + 256
  bool transpose = false;
  bool use_fmatrix_b = false;
  std::uint16_t channels = 0;
  FeatureMap map;  ///< captured at issue
};

/// LOAD_L1_TO_L0B_SPARSE: 512 bytes of weights and 128 bytes of indices a repeat.
struct SparseLoad {
  Opcode opcode = Opcode::LOAD_L1_TO_L0B_SPARSE;
  std::uint64_t weights = 0, indices = 0, l0_address = 0;
  std::uint16_t base_index = 0;
  std::uint8_t repeats = 0;
};

/// COPY_L1_TO_BT (64-byte units; `widen`: f16 to f32), COPY_L1_TO_FB (128-byte units),
/// COPY_L1_TO_L0C (32-byte units, with a change of type).
struct LocalBurstCopy {
  Opcode opcode = Opcode::COPY_L1_TO_BT;
  DType dtype = DType::FLOAT32;  ///< of the target
  DType src_dtype = DType::FLOAT32;
  std::uint64_t src = 0, dst = 0;
  std::uint16_t bursts = 0, burst_units = 0, src_gap = 0, dst_gap = 0;  ///< gaps from tail to head
};

/// FILL_L1, FILL_L0A, FILL_L0B: create_*_matrix.
struct MatrixFill {
  Opcode opcode = Opcode::FILL_L1;
  DType dtype = DType::UINT16;
  std::uint64_t dst = 0;
  std::uint16_t repeats = 0, blocks = 0, gap = 0;  ///< blocks: 32 bytes in L1, 512 in L0
  std::uint64_t value = 0;                         ///< bits of dtype
};

}  // namespace npusim::isa
