// SPDX-License-Identifier: Apache-2.0
// The sum of a loaded tile and one from the cube core is written onto the loaded tile (R25): the
// next load comes while the sum is still being stored.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch, __gm__ float* y,
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
  if (!kCube) set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  for (int row = 0; !kCube && row < kHalf; ++row) {
    const int at = (lane() * kHalf + row) * kCols;
    auto loaded = vec<float, 1, kCols>(0);
    auto popped = vec<float, 1, kCols>(1024);
    auto sum = vec<float, 1, kCols>(TWIN(2048 + row * 256, 0));
    auto y_row = gm<1, kCols>(y + at);
    auto from_cube = gm<1, kCols>(scratch + at);
    auto to = gm<1, kCols>(out + at);
    wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    TLOAD(loaded, y_row);  // second
    TLOAD(popped, from_cube);
    order<PIPE_MTE2, PIPE_V>();
    TADD(sum, loaded, popped);
    set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, sum);  // first
  }
  if (!kCube) wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  pipe_barrier(PIPE_ALL);
}
