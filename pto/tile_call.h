// SPDX-License-Identifier: Apache-2.0
// One call of a tile instruction: what the templates in pto/ fill in and the bundled library's
// shared object (pto/expand) takes apart, so that a kernel compiles fast.
#pragma once

#include <cstdint>

#include "pto/tile_ref.h"

namespace npusim::library {

/// Tile instructions; 0 is "none". The numbers are those of library calls (cce/port/port.h).
enum class TileOp : std::uint16_t {
  None = 0,
#define NPUSIM_TILE_OP(NAME) NAME,
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP
};

/// The public Layout, same order.
enum class GlobalLayout : std::uint8_t { ND, DN, NZ, NC1HWC0, NDC1HWC0, Other };

/// A global tensor: always five dimensions, strides in elements (tile-isa.md section 2.2).
struct GlobalRef {
  std::uint64_t address = 0;  ///< device address, bytes
  DType dtype = DType::FLOAT32;
  GlobalLayout layout = GlobalLayout::ND;
  std::int64_t shape[5] = {1, 1, 1, 1, 1};
  std::int64_t stride[5] = {0, 0, 0, 0, 1};
};

/// Parameters of the fix pipe, if an accumulator's values are to be quantised: one in `scalar`, or
/// one a column in the last tile.
enum class Quantisation : std::uint8_t { None, Scalar, Vector };

/// One tile instruction. Operands stand in the order of the public signature, GlobalTensor aside:
/// TSTORE(g, t) has tile[0] = t; TMATMUL_ACC(c, c_in, a, b) has all four.
struct TileCall {
  TileOp op = TileOp::None;
  std::uint8_t tile_count = 0;
  TileRef tile[6];
  GlobalRef global;
  /// Scalar operand as the bits of a value of type scalar_type, zero-extended.
  std::uint64_t scalar = 0;
  DType scalar_type = DType::FLOAT32;
  /// True where the scalar comes before the tile: TDIVS(dst, s, a).
  bool scalar_first = false;
  Quantisation quantisation = Quantisation::None;
  /// The kernel has set the registers with the parameters itself.
  bool parameters_set = false;
  /// The instruction's enumeration operands as their public numbers, in this order:
  /// TCVT {RoundMode, SaturationMode or -1}; TCMPS {CmpMode}; TGATHER, TSCATTER mask form
  /// {MaskPattern}, index form {0}; TSTORE {AtomicType, ReluPreMode, STPhase}; TCI {descending};
  /// TMOV, TEXTRACT, TINSERT {row, col, ReluPreMode}; products {AccPhase}; TCMP {CmpMode}; TCOLSUM
  /// {pairwise}; TTRI {upper, diagonal}; TMRGSORT {elements of a list, stop at exhaustion}.
  std::int32_t mode[3] = {0, 0, 0};
  const void* site = nullptr;  ///< return address in the kernel
};

/// What a call starts from. Copied as a whole: a constructor is a function of its own, and every
/// member that it sets in a kernel's object is a call of models/core/native_hooks.cpp.
inline constexpr TileCall kEmptyTileCall{};

}  // namespace npusim::library

/// Issues the call's hardware instructions on the running core.
extern "C" void npusim_tile(const npusim::library::TileCall* call);
