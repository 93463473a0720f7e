// SPDX-License-Identifier: Apache-2.0
// A flag behind each of two loads: the second load waits until the first flag is set. Changed: one
// flag behind both.
#include "what_if.h"

extern "C" __global__ AICORE void flag_behind_both(__gm__ float* x, __gm__ float* y) {
  give<PIPE_V, PIPE_MTE2>(2);
  UbRow sum = row_at(4);
  TEXPANDS(sum, 0.0f);
  for (int step = 0; step < kSteps; step += 2) {
    const int set = step / 2 % 2;
    UbRow first = row_at(2 * set), second = row_at(2 * set + 1);
    GmRow from = gm_row(x, step), from_second = gm_row(x, step + 1);
    wait_flag(PIPE_V, PIPE_MTE2, event(set));
    TLOAD(first, from);
    if (!kChanged) {
      set_flag(PIPE_MTE2, PIPE_V, event(2 + set));  // this wait
      wait_flag(PIPE_MTE2, PIPE_V, event(2 + set));
    }
    TLOAD(second, from_second);
    order<PIPE_MTE2, PIPE_V>(set);
    TADD(first, first, second);
    pipe_barrier(PIPE_V);
    TADD(sum, sum, first);
    set_flag(PIPE_V, PIPE_MTE2, event(set));
    pipe_barrier(PIPE_V);
  }
  take_back<PIPE_V, PIPE_MTE2>(2);
  GmRow to = gm_row(y, 0);
  order<PIPE_V, PIPE_MTE3>(0);
  TSTORE(to, sum);
}
