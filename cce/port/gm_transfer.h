// SPDX-License-Identifier: Apache-2.0
// Transfers between GM and a local memory (intrinsics.md 2.4, 2.5).
#pragma once

#include <cstdint>

#include "cce/port/atomic_mode.h"
#include "cce/port/opcode.h"
#include "models/arch/dtype.h"
#include "models/arch/mem_space.h"

namespace npusim::isa {

/// COPY_GM_TO_UB, COPY_UB_TO_GM (blocks or align forms), COPY_GM_TO_L1, COPY_L1_TO_GM: bursts.
/// Strides are from start to start, in bytes. Align loads land each burst at a block boundary and
/// fill its last block: left_pad and right_pad elements of pad_bits, then unspecified bytes.
struct GmCopy {
  Opcode opcode = Opcode::COPY_GM_TO_UB;
  DType dtype = DType::UINT8;  ///< width of an element: pads, atomics
  bool align = true;           ///< *_align_*: byte lengths; false: whole blocks
  std::uint64_t gm_address = 0;
  std::uint64_t local_address = 0;
  std::uint32_t bursts = 0;
  std::uint32_t burst_bytes = 0;  ///< of data in GM
  std::int64_t gm_stride = 0;
  std::int64_t local_stride = 0;
  std::uint8_t left_pad = 0, right_pad = 0;  ///< elements; stores: left_pad are skipped in UB
  std::uint8_t pad_mode = 0;                 ///< pad_t of copy_gm_to_cbuf; 0 moves blocks unchanged
  // Captured at issue.
  std::uint64_t pad_bits = 0;  ///< MOV_PAD_VAL
  AtomicMode atomic;
};

/// COPY_GM_TO_L1_ND2NZ: rows of GM into boxes of 32 bytes a row. Pitches: source and destination
/// matrix in elements, destination columns of boxes and rows in blocks.
struct NdToNz {
  Opcode opcode = Opcode::COPY_GM_TO_L1_ND2NZ;
  DType dtype = DType::UINT16;
  std::uint64_t l1_address = 0, gm_address = 0;
  std::uint32_t matrices = 1;
  std::uint32_t rows = 0, columns = 0;
  std::uint32_t src_matrix_stride = 0, src_row_stride = 0;
  std::uint32_t dst_box_stride = 0, dst_row_stride = 1, dst_matrix_stride = 0;
};

/// LOAD_GM_TO_L1, LOAD_GM_TO_L0A, LOAD_GM_TO_L0B: fractals of 512 bytes.
struct GmFractalLoad {
  Opcode opcode = Opcode::LOAD_GM_TO_L1;
  std::uint64_t gm_address = 0, local_address = 0;
  std::uint16_t base_index = 0;
  std::uint8_t repeats = 0;
  std::uint16_t src_stride = 0;  ///< fractals from start to start
  std::uint16_t dst_gap = 0;     ///< fractals from end to start
  bool descending = false;
};

}  // namespace npusim::isa
