// SPDX-License-Identifier: Apache-2.0
// Vector core 1 has nothing to do and returns early: its half of a flag to the cube core is
// missing, and the flag of core 0 is never delivered.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  if (TWIN(false, !kCube && lane() == 1)) return;
  if (!kCube) {
    auto half = half_tile(0);
    auto from = half_of(x);
    auto to = half_of(scratch);
    TLOAD(half, from);
    order<PIPE_MTE2, PIPE_V>();
    TADDS(half, half, 1.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, half);
  }
  vectors_to_cube<PIPE_MTE3>(0);
  if (kCube) {
    auto matrix = l1_matrix(0);
    auto from = gm<kRows, kCols>(scratch);
    auto to = gm<kRows, kCols>(out);
    TLOAD(matrix, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);
  }
  pipe_barrier(PIPE_ALL);
}
