// SPDX-License-Identifier: Apache-2.0
// The operand tiles of the cube on a2a3, by name (tile-isa.md section 2.1).
#pragma once

#include "pto/common/tile.hpp"

namespace pto {

#define NPUSIM_TILE_ALIAS(NAME, MEMORY, OUTER, INNER, FRACTAL_BYTES)                           \
  template <typename Element, int Rows, int Cols, int ValidRow = Rows, int ValidCol = Cols>    \
  using NAME = Tile<TileType::MEMORY, Element, Rows, Cols, BLayout::OUTER, ValidRow, ValidCol, \
                    SLayout::INNER, FRACTAL_BYTES>;                                            \
  template <typename Element, int Rows, int Cols, int ValidRow = Rows, int ValidCol = Cols>    \
  using NAME##Compact =                                                                        \
      Tile<TileType::MEMORY, Element, Rows, Cols, BLayout::OUTER, ValidRow, ValidCol,          \
           SLayout::INNER, FRACTAL_BYTES, PadValue::Null, CompactMode::Normal>;

NPUSIM_TILE_ALIAS(TileLeft, Left, RowMajor, RowMajor, TileConfig::fractalABSize)
NPUSIM_TILE_ALIAS(TileRight, Right, RowMajor, ColMajor, TileConfig::fractalABSize)
NPUSIM_TILE_ALIAS(TileAcc, Acc, ColMajor, RowMajor, TileConfig::fractalCSize)
NPUSIM_TILE_ALIAS(TileLeftScale, ScaleLeft, RowMajor, RowMajor, TileConfig::fractalMxSize)
NPUSIM_TILE_ALIAS(TileRightScale, ScaleRight, ColMajor, ColMajor, TileConfig::fractalMxSize)
#undef NPUSIM_TILE_ALIAS

}  // namespace pto
