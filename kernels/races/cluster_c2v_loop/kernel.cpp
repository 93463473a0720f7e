// SPDX-License-Identifier: Apache-2.0
// The consumer of a matrix loads it row by row in a loop (R27): the wait belongs before the loop.
// Missing: the flag.
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
  for (int row = 0; !kCube && row < kHalf; ++row) {
    auto line = vec<float, 1, kCols>(row * kCols * sizeof(float));
    auto from = gm<1, kCols>(scratch + (lane() * kHalf + row) * kCols);
    auto to = gm<1, kCols>(out + (lane() * kHalf + row) * kCols);
    TLOAD(line, from);  // second
    order<PIPE_MTE2, PIPE_V>();
    TADDS(line, line, 1.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, line);
  }
  pipe_barrier(PIPE_ALL);
}
