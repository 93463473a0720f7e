// SPDX-License-Identifier: Apache-2.0
// Tiles of the cube core's programs: products of 128 x 128 halves.
#pragma once

#include "what_if.h"

constexpr int kSide = 128;
constexpr uint32_t kOperandBytes = kSide * kSide * sizeof(half);
constexpr uint32_t kResultBytes = kSide * kSide * sizeof(float);

using GmOperand = GlobalTensor<half, Shape<1, 1, 1, kSide, kSide>, Stride<1, 1, 1, kSide, 1>>;
using GmResult = GlobalTensor<float, Shape<1, 1, 1, kSide, kSide>, Stride<1, 1, 1, kSide, 1>>;
using L1Operand = Tile<TileType::Mat, half, kSide, kSide, BLayout::ColMajor, kSide, kSide,
                       SLayout::RowMajor, 512>;
using Left = TileLeft<half, kSide, kSide>;
using Right = TileRight<half, kSide, kSide>;
using Result = TileAcc<float, kSide, kSide>;

template <typename T>
static AICORE T tile_at(uint32_t address) {
  T tile;
  TASSIGN(tile, address);
  return tile;
}
static AICORE GmOperand operand(__gm__ half* array, int i) {
  return GmOperand(array + i * kSide * kSide);
}
static AICORE GmResult result(__gm__ float* array, int i) {
  return GmResult(array + i * kSide * kSide);
}
