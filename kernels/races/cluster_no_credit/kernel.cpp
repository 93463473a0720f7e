// SPDX-License-Identifier: Apache-2.0
// A slot in GM is filled a second time. Missing: the flag by which the vector cores say that they
// have read it.
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
      TWIN(if (turn > 0) wait_flag_dev(1), );
      TSTORE(to, matrix);  // second
    }
    cube_to_vectors<PIPE_MTE3>(0);
    if (!kCube) {
      auto half = half_tile(turn * kElements * sizeof(float));
      auto from = half_of(scratch);
      auto to = half_of(out + turn * kElements);
      TLOAD(half, from);  // first
      if (TWIN(turn == 0, false)) send<PIPE_MTE2>(2, 1);
      order<PIPE_MTE2, PIPE_MTE3>();
      TSTORE(to, half);
    }
  }
  pipe_barrier(PIPE_ALL);
}
