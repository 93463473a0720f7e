// SPDX-License-Identifier: Apache-2.0
// The cube core stores a matrix, and the vector cores of its block load it (R26). Missing: the
// flag from the cube core.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  if (kCube) {
    auto matrix = l1_matrix(0);
    auto from = gm<kRows, kCols>(x);
    auto to = gm<kRows, kCols>(scratch);
    TLOAD(matrix, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);  // first
  }
  FIX(cube_to_vectors<PIPE_MTE3>(0));
  if (!kCube) {
    auto half = half_tile(0);
    auto from = half_of(scratch);
    auto to = half_of(out);
    TLOAD(half, from);  // second
    order<PIPE_MTE2, PIPE_V>();
    TADDS(half, half, 1.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, half);
  }
  pipe_barrier(PIPE_ALL);
}
