// SPDX-License-Identifier: Apache-2.0
// Tiles of the cube litmuses: square matrices, bf16 operands and f32 sums. At 32 x 32 a result is too
// small for the rule m.accumulate_stream.
#pragma once

#include "litmus.h"

constexpr int kSize = 32;
/// Bytes from one matrix to the next in a memory: room for 64 x 64.
constexpr uint64_t kOperandBytes = 64 * 64 * sizeof(bfloat16_t);
constexpr uint64_t kSumBytes = 64 * 64 * sizeof(float);

/// Matrix `index` in L1, L0A, L0B or L0C.
template <int Size = kSize>
static __aicore__ inline auto l1(int index) {
  Tile<TileType::Mat, bfloat16_t, Size, Size, BLayout::ColMajor, Size, Size, SLayout::RowMajor,
       512>
      tile;
  TASSIGN(tile, index * kOperandBytes);
  return tile;
}
template <int Size = kSize>
static __aicore__ inline auto l0a(int index) {
  TileLeft<bfloat16_t, Size, Size> tile;
  TASSIGN(tile, index * kOperandBytes);
  return tile;
}
template <int Size = kSize>
static __aicore__ inline auto l0b(int index) {
  TileRight<bfloat16_t, Size, Size> tile;
  TASSIGN(tile, index * kOperandBytes);
  return tile;
}
template <int Size = kSize>
static __aicore__ inline auto l0c(int index) {
  TileAcc<float, Size, Size> tile;
  TASSIGN(tile, index * kSumBytes);
  return tile;
}
/// Matrix `index` of tensor argument `argument_index`.
template <typename T, int Size = kSize>
static __aicore__ inline auto matrix(__gm__ int64_t* args, int argument_index, int index = 0) {
  return gm<Size, Size>(argument<T>(args, argument_index) + index * Size * Size);
}
