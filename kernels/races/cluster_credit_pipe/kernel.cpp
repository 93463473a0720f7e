// SPDX-License-Identifier: Apache-2.0
// The vector cores say from pipe V that they have read a slot, although MTE2 reads it: the flag
// does not wait for the load.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  for (int turn = 0; turn < 2; ++turn) {
    if (kCube) {
      auto matrix = l1_matrix(turn * kElements * sizeof(float));
      auto from = gm<kRows, kCols>(x + turn * kElements);
      auto to = gm<kRows, kCols>(scratch);
      TLOAD(matrix, from);
      order<PIPE_MTE2, PIPE_MTE3>();
      if (turn > 0) wait_flag_dev(1);
      TSTORE(to, matrix);  // second
    }
    cube_to_vectors<PIPE_MTE3>(0);
    if (!kCube) {
      auto half = half_tile(turn * kElements * sizeof(float));
      auto from = half_of(scratch);
      auto to = half_of(out + turn * kElements);
      TLOAD(half, from);  // first
      if (turn == 0) send<TWIN(PIPE_MTE2, PIPE_V)>(2, 1);
      order<PIPE_MTE2, PIPE_MTE3>();
      TSTORE(to, half);
    }
  }
  pipe_barrier(PIPE_ALL);
}
