// SPDX-License-Identifier: Apache-2.0
// Only vector core 0 has something to send, and core 1 stores a tile of zeros into the same slot
// (R31).
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  if (!kCube && TWIN(lane() == 0, true)) {
    auto tile = vec<float, kRows, kCols>(0);
    auto to = gm<kRows, kCols>(scratch);
    TEXPANDS(tile, lane() == 0 ? 4.0f : 0.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, tile);  // first, second
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
