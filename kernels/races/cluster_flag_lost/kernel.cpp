// SPDX-License-Identifier: Apache-2.0
// A block has one vector core, and that sends a flag to its pair: nobody receives it.
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
  cube_to_vectors<PIPE_MTE3>(0);
  if (!kCube) {
    auto tile = vec<float, kRows, kCols>(0);
    auto from = gm<kRows, kCols>(scratch);
    auto to = gm<kRows, kCols>(out);
    TLOAD(tile, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, tile);
    send<PIPE_MTE3>(TWIN(2, 1), 1);  // first
  } else {
    wait_flag_dev(1);
  }
  pipe_barrier(PIPE_ALL);
}
