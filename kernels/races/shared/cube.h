// SPDX-License-Identifier: Apache-2.0
// Tiles of the cube litmuses: all matrices are 64 x 64, bf16 operands and f32 sums.
#pragma once

#include "litmus.h"

constexpr int kSize = 64;
constexpr uint64_t kOperandBytes = kSize * kSize * sizeof(bfloat16_t);
constexpr uint64_t kSumBytes = kSize * kSize * sizeof(float);

/// The operand that starts `index` operands into L1.
static __aicore__ inline auto l1(int index) {
  Tile<TileType::Mat, bfloat16_t, kSize, kSize, BLayout::ColMajor, kSize, kSize, SLayout::RowMajor,
       512>
      tile;
  TASSIGN(tile, index * kOperandBytes);
  return tile;
}
static __aicore__ inline auto l0a(int index) {
  TileLeft<bfloat16_t, kSize, kSize> tile;
  TASSIGN(tile, index * kOperandBytes);
  return tile;
}
static __aicore__ inline auto l0b(int index) {
  TileRight<bfloat16_t, kSize, kSize> tile;
  TASSIGN(tile, index * kOperandBytes);
  return tile;
}
static __aicore__ inline auto l0c(int index) {
  TileAcc<float, kSize, kSize> tile;
  TASSIGN(tile, index * kSumBytes);
  return tile;
}
/// Matrix `index` of tensor argument `argument_index`.
template <typename T>
static __aicore__ inline auto matrix(__gm__ int64_t* args, int argument_index, int index = 0) {
  return gm<kSize, kSize>(argument<T>(args, argument_index) + index * kSize * kSize);
}
