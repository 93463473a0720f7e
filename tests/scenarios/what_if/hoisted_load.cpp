// SPDX-License-Identifier: Apache-2.0
// A factor is read from GM for each row, past the data cache's old line. Changed: once.
#include "what_if.h"

static AICORE float read(__gm__ float* factor) {
  dcci(factor, SINGLE_CACHE_LINE);
  return *factor;  // this wait
}

extern "C" __global__ AICORE void hoisted_load(__gm__ float* x, __gm__ float* y) {
  UbRow row = row_at(0);
  GmRow from = gm_row(x, 0), to = gm_row(y, 0);
  TLOAD(row, from);
  order<PIPE_MTE2, PIPE_V>(0);
  float factor = read(x);
  for (int step = 0; step < 4 * kSteps; ++step) {
    TMULS(row, row, factor);
    pipe_barrier(PIPE_V);
    if (!kChanged) factor = read(x);
  }
  order<PIPE_V, PIPE_MTE3>(0);
  TSTORE(to, row);
}
