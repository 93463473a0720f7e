// SPDX-License-Identifier: Apache-2.0
// A barrier of V between two instructions that have nothing to do with each other. Changed: none.
#include "what_if.h"

extern "C" __global__ AICORE void vector_barrier(__gm__ float* x, __gm__ float* y) {
  UbRow first = row_at(0), second = row_at(1);
  GmRow from = gm_row(x, 0), from_second = gm_row(x, 1), to = gm_row(y, 0),
        to_second = gm_row(y, 1);
  TLOAD(first, from);
  TLOAD(second, from_second);
  order<PIPE_MTE2, PIPE_V>(0);
  for (int step = 0; step < 8 * kSteps; ++step) {
    TADDS(first, first, 1.0f);
#ifndef CHANGED
    pipe_barrier(PIPE_V);  // this wait
#endif
    TMULS(second, second, 0.5f);
    pipe_barrier(PIPE_V);
  }
  order<PIPE_V, PIPE_MTE3>(0);
  TSTORE(to, first);
  TSTORE(to_second, second);
}
