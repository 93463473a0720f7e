// SPDX-License-Identifier: Apache-2.0
// The scalar unit waits for each row's store. Changed: for the last one's alone.
#include "what_if.h"

extern "C" __global__ AICORE void wait_for_stores(__gm__ float* x, __gm__ float* y) {
  give<PIPE_MTE3, PIPE_MTE2>(2);
  for (int step = 0; step < kSteps; ++step) {
    const int set = step % 2;
    wait_flag(PIPE_MTE3, PIPE_MTE2, event(set));
    add_one(x, y, step, set);
    if (kChanged && step < kSteps - 1) continue;
    set_flag(PIPE_MTE3, PIPE_S, EVENT_ID0);
    wait_flag(PIPE_MTE3, PIPE_S, EVENT_ID0);  // this wait
  }
  take_back<PIPE_MTE3, PIPE_MTE2>(2);
}
