// SPDX-License-Identifier: Apache-2.0
// The end of a ring waits for credits: the vector cores give two, the loop takes one of them, and
// the end asks for two more instead of one (R32).
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  if (kCube) {
    auto matrix = l1_matrix(0);
    auto from = gm<kRows, kCols>(x);
    auto to = gm<kRows, kCols>(scratch);
    TLOAD(matrix, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);
  }
  for (int tile = 0; tile < 4; ++tile) {
    if (kCube) {
      if (tile == 2) wait_flag_dev(1);
      send<PIPE_MTE3>(2, 0);
    } else {
      wait_flag_dev(0);
      if (tile % 2 == 1) send<PIPE_MTE2>(2, 1);
    }
  }
  for (int credit = 0; kCube && credit < TWIN(1, 2); ++credit) {
    wait_flag_dev(1);  // first
  }
  if (!kCube) {
    auto half = half_tile(0);
    auto to = half_of(out);
    TEXPANDS(half, 4.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, half);
  }
  pipe_barrier(PIPE_ALL);
}
