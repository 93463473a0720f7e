// SPDX-License-Identifier: Apache-2.0
// Each vector core of a block reads the half that the other has stored. Missing: the flag between
// the pair.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* scratch, __gm__ float* out) {
  if (!kCube) {
    auto half = half_tile(0);
    auto mine = half_of(scratch);
    auto others = gm<kHalf, kCols>(scratch + (1 - lane()) * kHalf * kCols);
    auto to = half_of(out);
    TEXPANDS(half, 5.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(mine, half);  // first
    fence<PIPE_MTE3>();
    TWIN(send<PIPE_MTE3>(1, 2); wait_flag_dev(2), );
    TLOAD(half, others);  // second
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, half);
  }
  pipe_barrier(PIPE_ALL);
}
