// SPDX-License-Identifier: Apache-2.0
// The cube core sends a flag sixteen times before anybody waits for it: the counter has four bits.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  constexpr int kWaits = 15;
  if (kCube) {
    for (int i = 0; i < TWIN(kWaits, kWaits + 1); ++i) send<PIPE_MTE3>(2, 0);  // first
    send<PIPE_MTE3>(2, 1);
  } else {
    wait_flag_dev(1);
    for (int i = 0; i < kWaits; ++i) wait_flag_dev(0);
    auto half = half_tile(0);
    auto to = half_of(out);
    TEXPANDS(half, 4.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(to, half);
  }
  pipe_barrier(PIPE_ALL);
}
