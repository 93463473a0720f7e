// SPDX-License-Identifier: Apache-2.0
// Tile: a typed view of a piece of local memory (tile-isa.md section 2.1). It holds an address and
// its valid size; the bytes are in the model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "cce/port/port.h"
#include "cce/scalar.h"
#include "cce/state.h"
#include "pto/common/constants.hpp"

namespace pto {

namespace TileConfig {
inline constexpr int alignedSize = 32, fixedRowSize = 16, fixedColSize = 16, fixedMxRowSize = 16,
                     fixedMxColSize = 2, fractalABSize = 512, fractalCSize = 1024,
                     fractalMxSize = 32;
}

namespace detail {
/// A side of a tile's box: 16 across the lines, a line's elements along them.
constexpr int box_side(bool boxed, int fractal_bytes, bool across_lines, int element_bytes) {
  if (fractal_bytes == TileConfig::fractalCSize) return 16;
  if (fractal_bytes == TileConfig::fractalMxSize) return across_lines ? 16 : 2;
  if (!boxed) return 1;
  return across_lines ? 16 : TileConfig::alignedSize / element_bytes;
}
}  // namespace detail

template <TileType Memory, typename Element, int Rows_, int Cols_,
          BLayout Outer = BLayout::RowMajor, int ValidRow_ = Rows_, int ValidCol_ = Cols_,
          SLayout Inner = SLayout::NoneBox, int FractalBytes = TileConfig::fractalABSize,
          auto Pad = PadValue::Null, CompactMode Compact_ = CompactMode::Null>
struct Tile {
  using DType = Element;
  using TileDType = typename MemoryQualifier<Memory, Element>::type;

  static constexpr TileType Loc = Memory;
  static constexpr int Rows = Rows_;
  static constexpr int Cols = Cols_;
  static constexpr int ValidRow = ValidRow_;
  static constexpr int ValidCol = ValidCol_;
  static constexpr BLayout BFractal = Outer;
  static constexpr SLayout SFractal = Inner;
  static constexpr int SFractalSize = FractalBytes;
  static constexpr auto PadVal = Pad;
  static constexpr CompactMode Compact = Compact_;

  static constexpr bool isRowMajor = Outer == BLayout::RowMajor;
  static constexpr bool isBoxedLayout = Inner != SLayout::NoneBox;
  static constexpr bool isInnerRowMajor = Inner == SLayout::RowMajor;
  static constexpr bool isInnerColMajor = Inner == SLayout::ColMajor;
  static constexpr int RowStride = isRowMajor ? Cols : 1;
  static constexpr int ColStride = isRowMajor ? 1 : Rows;
  static constexpr int Numel = Rows * Cols;

  /// The box: 16 x 16 for accumulators, 16 x 2 for scales, else 16 x 32 bytes along its lines.
  static constexpr int InnerRows =
      detail::box_side(isBoxedLayout, FractalBytes, isInnerRowMajor, sizeof(Element));
  static constexpr int InnerCols =
      detail::box_side(isBoxedLayout, FractalBytes, isInnerColMajor, sizeof(Element));
  static constexpr int getInnerRow() { return InnerRows; }
  static constexpr int getInnerCol() { return InnerCols; }
  static constexpr int InnerNumel = InnerRows * InnerCols;

  static_assert(Rows > 0 && Cols > 0, "a tile needs rows and columns");
  static_assert(ValidRow <= Rows && ValidCol <= Cols, "the valid size exceeds the tile");
  static_assert(FractalBytes == TileConfig::fractalABSize ||
                    FractalBytes == TileConfig::fractalCSize ||
                    FractalBytes == TileConfig::fractalMxSize,
                "SFractalSize is 512, 1024 (accumulator) or 32 (scales)");
  static_assert(isBoxedLayout || !isRowMajor ||
                    Cols * sizeof(Element) % TileConfig::alignedSize == 0,
                "a RowMajor tile without boxes needs Cols * sizeof(T) in multiples of 32 bytes");
  static_assert(isBoxedLayout || isRowMajor ||
                    Rows * sizeof(Element) % TileConfig::alignedSize == 0,
                "a ColMajor tile without boxes needs Rows * sizeof(T) in multiples of 32 bytes");
  static_assert(!isBoxedLayout || Cols % InnerCols == 0,
                "a boxed tile needs Cols in multiples of its box");
  static_assert(!isBoxedLayout || Memory == TileType::Vec || Rows == 1 ||
                    FractalBytes == TileConfig::fractalMxSize || Rows % InnerRows == 0,
                "a boxed tile needs Rows in multiples of its box");

  PTO_INTERNAL Tile() = default;
  PTO_INTERNAL Tile(unsigned rows,
                    unsigned cols) requires(ValidRow == DYNAMIC && ValidCol == DYNAMIC)
      : RowMaskInternal(rows), ColMaskInternal(cols) {}
  PTO_INTERNAL Tile(unsigned rows) requires(ValidRow == DYNAMIC && ValidCol != DYNAMIC)
      : RowMaskInternal(rows) {}
  PTO_INTERNAL Tile(unsigned cols) requires(ValidRow != DYNAMIC && ValidCol == DYNAMIC)
      : ColMaskInternal(cols) {}

  PTO_INTERNAL static constexpr unsigned GetValidRow() requires(ValidRow != DYNAMIC) {
    return ValidRow;
  }
  PTO_INTERNAL unsigned GetValidRow() const requires(ValidRow == DYNAMIC) {
    return RowMaskInternal;
  }
  PTO_INTERNAL static constexpr unsigned GetValidCol() requires(ValidCol != DYNAMIC) {
    return ValidCol;
  }
  PTO_INTERNAL unsigned GetValidCol() const requires(ValidCol == DYNAMIC) {
    return ColMaskInternal;
  }
  PTO_INTERNAL void SetValidRow(unsigned rows) {
    static_assert(ValidRow == DYNAMIC, "SetValidRow needs a dynamic ValidRow (-1)");
    RowMaskInternal = rows;
  }
  PTO_INTERNAL void SetValidCol(unsigned cols) {
    static_assert(ValidCol == DYNAMIC, "SetValidCol needs a dynamic ValidCol (-1)");
    ColMaskInternal = cols;
  }
  PTO_INTERNAL void SetValidShape(unsigned rows, unsigned cols) {
    SetValidRow(rows);
    SetValidCol(cols);
  }

  /// An element by its offset in the tile's memory: an access of the scalar unit.
  NPUSIM_LIBRARY_CALL Element GetValue(std::uint32_t offset) const {
    static_assert(Memory == TileType::Vec, "the scalar unit reads tiles in UB (Vec) only");
    return detail::value_of<Element>(
        npusim_load_local(address_ + offset * sizeof(Element), sizeof(Element), NPUSIM_SITE, 0));
  }
  NPUSIM_LIBRARY_CALL void SetValue(std::uint32_t offset, Element value) {
    static_assert(Memory == TileType::Vec, "the scalar unit writes tiles in UB (Vec) only");
    npusim_store_local(address_ + offset * sizeof(Element), detail::bits_of(value), sizeof(Element),
                       NPUSIM_SITE, 0);
  }

  /// A pointer through which the kernel's own loads and stores reach the memory.
  PTO_INTERNAL TileDType data() const {
    return reinterpret_cast<TileDType>(
        static_cast<char*>(npusim_local_window(static_cast<int>(Memory))) + address_);
  }
  /// Bytes from the start of the tile's memory; TASSIGN sets it.
  PTO_INTERNAL std::uint64_t local_address() const { return address_; }
  PTO_INTERNAL void set_local_address(std::uint64_t address) { address_ = address; }

  /// From here on products of floats read their operands as TF32, rounded to nearest, ties away
  /// from zero (CAST_ROUND) or to even (CAST_RINT), until ResetMadMode: bits 46 and 47 of CTRL.
  PTO_INTERNAL void SetMadTF32Mode(RoundMode rounding = RoundMode::CAST_ROUND) {
    set_ctrl(sbitset1(get_ctrl(), 46));
    if (rounding == RoundMode::CAST_ROUND)
      set_ctrl(sbitset1(get_ctrl(), 47));
    else if (rounding == RoundMode::CAST_RINT)
      set_ctrl(sbitset0(get_ctrl(), 47));
  }
  PTO_INTERNAL void ResetMadMode() { set_ctrl(sbitset0(get_ctrl(), 46)); }

  PTO_INTERNAL bool GetKAligned() const { return k_aligned_; }
  PTO_INTERNAL void SetKAligned(bool aligned) { k_aligned_ = aligned; }

  unsigned RowMaskInternal = 0;
  unsigned ColMaskInternal = 0;

 private:
  std::uint64_t address_ = 0;
  bool k_aligned_ = false;
};

template <typename T>
struct is_tile : std::false_type {};
template <TileType Memory, typename Element, int Rows, int Cols, BLayout Outer, int ValidRow,
          int ValidCol, SLayout Inner, int FractalBytes, auto Pad, CompactMode Compact>
struct is_tile<
    Tile<Memory, Element, Rows, Cols, Outer, ValidRow, ValidCol, Inner, FractalBytes, Pad, Compact>>
    : std::true_type {};
template <typename T>
inline constexpr bool is_tile_data_v = is_tile<std::remove_cv_t<T>>::value;

}  // namespace pto
