// SPDX-License-Identifier: Apache-2.0
// The vector cores wait for another id than the one that is sent.
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
  if (kCube) {
    fence<PIPE_MTE3>();
    send<PIPE_MTE3>(2, 5);
  } else {
    wait_flag_dev(TWIN(5, 6));  // first
  }
  if (!kCube) {
    auto half = half_tile(0);
    auto from = half_of(scratch);
    auto to = half_of(out);
    TLOAD(half, from);
    order<PIPE_MTE2, PIPE_V>();
    TADDS(half, half, 1.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, half);
  }
  pipe_barrier(PIPE_ALL);
}
