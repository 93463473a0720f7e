// SPDX-License-Identifier: Apache-2.0
// Two buffers in turn, and a barrier over all pipes behind each row. Changed: the flags are enough.
#include "what_if.h"

extern "C" __global__ AICORE void barrier_to_flags(__gm__ float* x, __gm__ float* y) {
  give<PIPE_MTE3, PIPE_MTE2>(2);
  for (int step = 0; step < kSteps; ++step) {
    const int set = step % 2;
    wait_flag(PIPE_MTE3, PIPE_MTE2, event(set));
    add_one(x, y, step, set);
#ifndef CHANGED
    pipe_barrier(PIPE_ALL);  // this wait
#endif
  }
  take_back<PIPE_MTE3, PIPE_MTE2>(2);
}
