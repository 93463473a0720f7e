// SPDX-License-Identifier: Apache-2.0
// One hardware instruction, complete: what the front end puts into a pipe's queue.
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "cce/port/vector_operand.h"
#include "models/arch/dtype.h"
#include "models/arch/event.h"
#include "models/arch/mem_space.h"
#include "pto/port/port.h"

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
  port::TileRef source;  ///< whole source tile
  port::TileRef target;
  std::int32_t row = 0;  ///< first row and column taken from the source
  std::int32_t col = 0;
};

/// c = a*b, or c += a*b. a is Zz in L0A, b Zn in L0B, c Nz with 16 x 16 boxes in L0C.
struct MatrixProduct {
  std::uint64_t a = 0, b = 0, c = 0;  ///< addresses in L0A, L0B, L0C
  std::uint32_t m = 0, k = 0, n = 0;  ///< valid sizes
  std::uint32_t a_cols = 0;           ///< allocated K of the left tile (stride of its box rows)
  std::uint32_t b_cols = 0;           ///< allocated N of the right tile
  std::uint32_t c_rows = 0;           ///< allocated rows of the accumulator
  DType a_type = DType::BFLOAT16, b_type = DType::BFLOAT16, c_type = DType::FLOAT32;
  bool accumulate = false;
};

/// A load or store by the scalar unit.
struct ScalarAccess {
  std::uint64_t address = 0;
  std::uint32_t bytes = 4;
  std::uint64_t value = 0;  ///< stores: the value, zero-extended
};

/// Operands of the vector instructions, by opcode. "Lane" l of a repeat is at
/// address + repeat*repeat_stride*32 + (l / lanes per block)*block_stride*32 + (l % ...)*size.
///   elementwise      dst, src[0], src[1]; VADDS.. and VECTOR_DUP take `scalar`. A mask lane each.
///   VCONV            dst, src[0]; mode RoundMode, mode2 SaturationMode (-1: the pair's default).
///                    A repeat holds 256 / (size of the wider type) lanes: derive count-mode
///                    repeats from that type.
///   VCADD/VCMAX/VCMIN  one result per repeat over its masked lanes; dst.repeat_stride counts
///                    *elements*. VCADD with mode = 1 is the last step of a row sum whose columns
///                    were folded into src[0] before: with numerics = reference its result is the
///                    ascending sum over the mode2 columns of the original row at src[1].address +
///                    repeat*src[1].repeat_stride*32; with numerics = hardware, over src[0].
///   VBRCB            8 elements per repeat, in a row from src[0].address; each fills a block. No
///                    mask.
///   VREDUCEV2        mode MaskPattern 1..7. Every repeat (one row) takes all its lanes, in count
///                    mode mask.low of them, and appends the selected ones at dst.address.
///                    `repeats` is the number of rows in count mode too.
///   VGATHER          src[0] 32-bit byte offsets, densely; src[1].address base and `scalar` bytes
///                    of the gathered operand; dst a lane per offset.
///   VCMPVS           src[0] against `scalar`, mode CmpMode; a bit per lane, low bit first, dense
///                    from dst.address; masked-off lanes give 0. dtype is the compared type.
///   SET_CMPMASK      reads 8 bytes (4-byte dtype) or 16 bytes (2-byte dtype) at src[0].address.
///   VSEL             bit ? src[0] : src[1]. mode 0: bits are the compare mask, for each repeat;
///                    mode 2: the compare mask holds the UB address of the bits (dense), which the
///                    expansion gives in `scalar` as well, for the footprint.
///   VNCHWCONV        16 source rows of one block, src[0].block_stride apart, transposed: 2-byte
///                    into 16 rows of 1 block, 4-byte into 8 rows of 2 blocks, dst.block_stride
///                    apart; 1-byte: the 16-byte half of each row that mode & 2 selects, into the
///                    half of 16 rows that mode & 1 selects. mode2: rows given (0: all); the others
///                    deliver 0. No mask.
///   COPY_UB_TO_UB    `repeats` bursts of `mode` blocks, repeat_stride from start to start. No
///   mask.
struct Instruction {
  Opcode opcode = Opcode::VADD;
  DType dtype = DType::FLOAT32;      ///< of the result
  DType src_dtype = DType::FLOAT32;  ///< differs for VCONV only
  // Vector instructions.
  std::uint32_t repeats = 1;  ///< count mode: derived from the mask at issue
  VectorMask mask;
  VectorOperand dst;
  VectorOperand src[2];
  std::uint64_t scalar = 0;  ///< bits of type dtype
  std::int32_t mode = 0;     ///< RoundMode, CmpMode, MaskPattern ... as the public number
  std::int32_t mode2 = 0;    ///< SaturationMode
  // The operands of the other kinds; the opcode says which one holds.
  Transfer transfer;
  LocalMove move;
  MatrixProduct product;
  ScalarAccess access;
  // Identity, filled by the front end.
  InstructionId id = 0;
  port::TileOp tile_op = port::TileOp::None;
  Site site = nullptr;
  BlockRef block;
  Cycle issue_cycle = 0;
};

/// Repeats a count-mode instruction needs for `elements` of `dtype`.
constexpr std::uint32_t repeats_for(std::uint64_t elements, DType dtype) {
  const std::uint64_t lanes = kRepeatBytes / size_bytes(dtype);
  return static_cast<std::uint32_t>((elements + lanes - 1) / lanes);
}

}  // namespace npusim::isa
