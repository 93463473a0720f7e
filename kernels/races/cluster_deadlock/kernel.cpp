// SPDX-License-Identifier: Apache-2.0
// The cube core waits for the vector cores before it sends, and these for it.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  if (kCube) {
    FIX(send<PIPE_MTE3>(2, 0));
    wait_flag_dev(1);  // first
    TWIN(, send<PIPE_MTE3>(2, 0));
  } else {
    auto half = half_tile(0);
    auto to = half_of(out);
    TEXPANDS(half, 4.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, half);
    wait_flag_dev(0);
    send<PIPE_MTE3>(2, 1);
  }
  pipe_barrier(PIPE_ALL);
}
