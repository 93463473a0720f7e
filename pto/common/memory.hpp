// SPDX-License-Identifier: Apache-2.0
// Names of tile memories and layouts, and the pointer type of a tile's data.
#pragma once

#include "pto/common/type.hpp"

namespace pto {

/// Memory qualifiers are empty on the host: a pointer to the element type for every memory.
template <TileType Memory, typename Element>
struct MemoryQualifier {
  using type = Element*;
};

constexpr const char* GetLayoutName(BLayout outer, SLayout inner) noexcept {
  const bool rows = outer == BLayout::RowMajor;
  switch (inner) {
    case SLayout::NoneBox:
      return rows ? "ND" : "DN";
    case SLayout::RowMajor:
      return rows ? "Zz" : "Nz";
    case SLayout::ColMajor:
      return rows ? "Zn" : "Nn";
  }
  return "Unknown";
}

template <TileType Memory>
constexpr const char* GetTileTypeName() noexcept {
  constexpr const char* kNames[] = {"Vec",  "Mat",     "Left",      "Right",      "Acc",
                                    "Bias", "Scaling", "ScaleLeft", "ScaleRight", "Ctrl"};
  return kNames[static_cast<int>(Memory)];
}

/// A tile's layout in one word.
template <typename Tile>
constexpr TileLayoutCustom GetTileLayoutCustom() {
  if constexpr (Tile::SFractal == SLayout::NoneBox)
    return Tile::isRowMajor ? TileLayoutCustom::ND : TileLayoutCustom::DN;
  else if constexpr (Tile::SFractalSize != 512)
    return TileLayoutCustom::NONE;
  else if constexpr (Tile::SFractal == SLayout::RowMajor)
    return Tile::isRowMajor ? TileLayoutCustom::ZZ : TileLayoutCustom::NZ;
  else
    return Tile::isRowMajor ? TileLayoutCustom::ZN : TileLayoutCustom::NONE;
}

}  // namespace pto
