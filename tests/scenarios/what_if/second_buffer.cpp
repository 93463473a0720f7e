// SPDX-License-Identifier: Apache-2.0
// A row is loaded, computed on and stored in one buffer. Changed: in two, in turn.
#include "what_if.h"

extern "C" __global__ AICORE void second_buffer(__gm__ float* x, __gm__ float* y) {
  constexpr int kSets = kChanged ? 2 : 1;
  give<PIPE_MTE3, PIPE_MTE2>(kSets);
  for (int step = 0; step < kSteps; ++step) {
    const int set = step % kSets;
    wait_flag(PIPE_MTE3, PIPE_MTE2, event(set));  // this wait
    add_one(x, y, step, set);
  }
  take_back<PIPE_MTE3, PIPE_MTE2>(kSets);
}
