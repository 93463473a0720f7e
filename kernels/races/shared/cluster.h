// SPDX-License-Identifier: Apache-2.0
// What the litmuses across cores share: kernels that are launched, compiled once for the cube core
// and once for the vector cores of a block, and the flags between these.
#pragma once

#include "tiles.h"

#ifdef __DAV_CUBE__
constexpr bool kCube = true;
#else
constexpr bool kCube = false;
#endif

/// What the cores pass on: a matrix of f32, of which each vector core has the upper or lower half.
constexpr int kRows = 16, kCols = 64, kHalf = kRows / 2;
constexpr int kElements = kRows * kCols;

/// Flag `id` of mode 0, 1 or 2, when pipe Pipe comes to it.
template <pipe_t Pipe>
static AICORE inline void send(int mode, int id) {
  ffts_cross_core_sync(Pipe,
                       1u | static_cast<uint64_t>(mode) << 4 | static_cast<uint64_t>(id) << 8);
}

/// What the sender stored by Pipe is in GM before the other side goes on.
template <pipe_t Pipe>
static AICORE inline void cube_to_vectors(int id) {
  if (kCube) {
    fence<Pipe>();
    send<Pipe>(2, id);
  } else {
    wait_flag_dev(id);
  }
}
template <pipe_t Pipe>
static AICORE inline void vectors_to_cube(int id) {
  if (kCube) {
    wait_flag_dev(id);
  } else {
    fence<Pipe>();
    send<Pipe>(2, id);
  }
}

/// A matrix in L1 as it lies in GM: the cube core passes it on by MTE2 and MTE3.
static AICORE inline auto l1_matrix(uint64_t address) {
  Tile<TileType::Mat, float, kRows, kCols, BLayout::RowMajor, kRows, kCols> tile;
  TASSIGN(tile, address);
  return tile;
}
static AICORE inline int lane() { return static_cast<int>(get_subblockid()); }
/// The half of a matrix that this vector core has.
static AICORE inline auto half_of(__gm__ float* matrix) {
  return gm<kHalf, kCols>(matrix + lane() * kHalf * kCols);
}
static AICORE inline auto half_tile(uint64_t address) { return vec<float, kHalf, kCols>(address); }
