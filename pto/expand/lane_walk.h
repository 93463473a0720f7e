// SPDX-License-Identifier: Apache-2.0
// How an elementwise tile instruction is cut into hardware instructions (tile-isa.md section 3.3,
// "paths"). The cut decides repeats and masks, hence time and repeat-level hazards.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "pto/expand/vector_emitter.h"

namespace npusim::library {

/// One hardware instruction of the cut: it begins at element (row, column) of each operand. Repeats
/// follow each other in memory, or (by_rows) are one row apart.
struct LaneSlice {
  std::uint32_t row = 0, column = 0;
  std::uint32_t repeats = 0;
  bool by_rows = false;
};

/// A tile as operand of a slice.
VectorOperand operand_at(const TileRef& tile, const LaneSlice& slice);

/// The library has a cut of its own for each kind of instruction.
enum class LaneCut {
  Binary,        ///< tile with tile
  BinaryByRows,  ///< tile with tile, as if their rows were of different lengths
  Unary,
  Scalar  ///< tile with scalar
};

/// Cuts the valid region of tiles[0] (the destination) and calls `emit` for each slice, with the
/// mask set. Leaves the full norm mask.
void walk_lanes(VectorEmitter& emitter, std::span<const TileRef* const> tiles, LaneCut cut,
                const std::function<void(const LaneSlice&)>& emit);

}  // namespace npusim::library
