// SPDX-License-Identifier: Apache-2.0
// Operands in terms of whole tiles, as the bundled library issues its transfers, moves between
// local memories and matrix products.
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "cce/port/tile_ref.h"
#include "models/arch/dtype.h"
#include "models/arch/mem_space.h"

namespace npusim::isa {

/// How a transfer lays out what it moves.
enum class TransferLayout : std::uint8_t {
  Linear,  ///< burst by burst, unchanged
  NdToNz,  ///< rows of GM into 16 x C0 boxes of L1, column of boxes by column of boxes
  DnToZn,  ///< columns of GM into the transposed fractal of L1
  NzToNd   ///< L0C accumulator boxes (16 x 16) to rows of GM, with conversion
};

/// GM <-> local memory. A burst is one row.
struct Transfer {
  Opcode opcode = Opcode::COPY_GM_TO_UB;
  TransferLayout layout = TransferLayout::Linear;
  std::uint64_t gm_address = 0;
  MemSpace local_space = MemSpace::UB;
  std::uint64_t local_address = 0;
  std::uint32_t bursts = 0;
  std::uint32_t burst_bytes = 0;  ///< on the GM side
  std::int64_t gm_stride = 0;     ///< bytes between bursts in GM
  std::int64_t local_stride = 0;  ///< Linear: bytes between bursts in local memory
  /// Fractal layouts: rows of the tile (stride of box columns); DnToZn: its columns.
  std::uint32_t local_rows = 0;
  DType local_type = DType::FLOAT32;  ///< NzToNd: type of the accumulator
  DType gm_type = DType::FLOAT32;
  bool atomic_add = false;
  bool relu = false;
  /// Linear loads: pads each row to a whole block with pad_bits if set (tile-isa.md section 3.2).
  bool pad = false;
  std::uint64_t pad_bits = 0;
};

/// Local memory <-> local memory, between fractal layouts. Moves the whole boxes that cover the
/// target's valid rows and columns (for a sub-block: the address of its first box, the strides of
/// the whole tile, the valid size of the part); L0C -> L1 converts to the target's type.
struct LocalMove {
  Opcode opcode = Opcode::LOAD_L1_TO_L0A;
  std::uint32_t repeats = 1;
  library::TileRef source;  ///< whole source tile
  library::TileRef target;
  std::int32_t row = 0;  ///< first row and column taken from the source
  std::int32_t col = 0;
};

/// c = a*b, or c += a*b. a is Zz in L0A, b Zn in L0B, c Nz with 16 x 16 boxes in L0C.
struct MatrixProduct {
  Opcode opcode = Opcode::MAD;
  std::uint64_t a = 0, b = 0, c = 0;  ///< addresses in L0A, L0B, L0C
  std::uint32_t m = 0, k = 0, n = 0;  ///< valid sizes
  std::uint32_t a_cols = 0;           ///< allocated K of the left tile (stride of its box rows)
  std::uint32_t b_cols = 0;           ///< allocated N of the right tile
  std::uint32_t c_rows = 0;           ///< allocated rows of the accumulator
  DType a_type = DType::BFLOAT16, b_type = DType::BFLOAT16, c_type = DType::FLOAT32;
  bool accumulate = false;
};

}  // namespace npusim::isa
