// SPDX-License-Identifier: Apache-2.0
// Tile instructions as calls of a given shape, for the published figures.
#pragma once

#include <optional>
#include <string_view>

#include "models/arch/dtype.h"
#include "pto/tile_call.h"

namespace npusim::timing {

/// Ways of bytes between memories, each with the instruction that takes it.
enum class Path {
  GmToUb,
  GmToL1,
  UbToGm,
  L1ToGm,
  L0cToGm,
  L0cToL1,
  L1ToL0a,
  L1ToL0b,
  L1ToBt,
  UbToUb
};
std::string_view name(Path path);

/// A vector tile instruction on tiles of rows x cols with dynamic valid sizes; none if `op` is not
/// modelled.
std::optional<library::TileCall> vector_call(std::string_view op, DType type, std::int32_t rows,
                                             std::int32_t cols);

/// TMATMUL of m x k with k x n.
library::TileCall product_call(DType type, std::int32_t m, std::int32_t k, std::int32_t n);

/// TLOAD to UB as `instructions` DMA instructions of `bytes` each.
library::TileCall load_call(std::int32_t instructions, std::int32_t bytes);

/// The instruction of a path that moves `bytes`.
library::TileCall path_call(Path path, std::int32_t bytes);

}  // namespace npusim::timing
