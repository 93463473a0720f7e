// SPDX-License-Identifier: Apache-2.0
// Matrices go both ways at the same time, and both directions use the same slot of GM (R29).
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* ring,
                                         __gm__ float* from_cube, __gm__ float* from_vectors) {
  __gm__ float* const back = ring + TWIN(kElements, 0);
  auto matrix = l1_matrix(0);
  auto half = half_tile(0);
  if (kCube) {
    auto from = gm<kRows, kCols>(x);
    auto to = gm<kRows, kCols>(ring);
    TLOAD(matrix, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);
  } else {
    auto to = half_of(back);
    TEXPANDS(half, 7.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, half);
    order<PIPE_MTE3, PIPE_MTE2>();
  }
  cube_to_vectors<PIPE_MTE3>(0);
  vectors_to_cube<PIPE_MTE3>(1);
  if (kCube) {
    order<PIPE_MTE3, PIPE_MTE2>();
    auto from = gm<kRows, kCols>(back);
    auto to = gm<kRows, kCols>(from_vectors);
    TLOAD(matrix, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);
  } else {
    auto from = half_of(ring);
    auto to = half_of(from_cube);
    TLOAD(half, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, half);
  }
  pipe_barrier(PIPE_ALL);
}
