// SPDX-License-Identifier: Apache-2.0
// A tile as the bundled library passes it on.
#pragma once

#include <cstdint>

#include "models/arch/dtype.h"

namespace npusim::library {

/// Where a tile lives: the public TileType, same order (tile-isa.md section 2.1).
enum class TileLoc : std::uint8_t {
  Vec,
  Mat,
  Left,
  Right,
  Acc,
  Bias,
  Scaling,
  ScaleLeft,
  ScaleRight,
  Ctrl
};
enum class OuterLayout : std::uint8_t { RowMajor, ColMajor };
enum class InnerLayout : std::uint8_t { NoneBox, RowMajor, ColMajor };
/// A tile as an instruction sees it.
struct TileRef {
  std::uint64_t address = 0;  ///< bytes, in the tile's memory
  TileLoc loc = TileLoc::Vec;
  DType dtype = DType::FLOAT32;
  OuterLayout outer = OuterLayout::RowMajor;
  InnerLayout inner = InnerLayout::NoneBox;
  std::uint16_t fractal_bytes = 512;
  std::int32_t rows = 0, cols = 0;              ///< of the allocation
  std::int32_t valid_rows = 0, valid_cols = 0;  ///< now
  /// Template arguments ValidRow and ValidCol; -1 for dynamic. They select code paths
  /// (tile-isa.md section 3.3).
  std::int32_t static_valid_rows = -1, static_valid_cols = -1;
  std::uint64_t pad_value = 0;  ///< the public PadValue, as its number; 0 is Null
  bool compact = false;         ///< CompactMode::Normal: the valid part alone determines the layout
  bool k_aligned = false;       ///< SetKAligned
  bool scratch = false;         ///< for intermediate results; its valid size means nothing
  bool nibbles = false;         ///< 4-bit integers; counted as bytes
};

}  // namespace npusim::library
