// SPDX-License-Identifier: Apache-2.0
// The scalar unit looks at each row's first value before it issues the next load. Changed: a row
// later, so that the load has been issued.
#include "what_if.h"

static AICORE float first_value(int set) {
  wait_flag(PIPE_MTE2, PIPE_S, event(set));  // this wait
  const float value = *(reinterpret_cast<__ubuf__ float*>(get_imm(0)) + set * kColumns);
  set_flag(PIPE_S, PIPE_MTE2, event(set));
  return value;
}

extern "C" __global__ AICORE void later_scalar(__gm__ float* x, __gm__ float* y) {
  float sum = 0;
  give<PIPE_S, PIPE_MTE2>(2);
  for (int step = 0; step < kSteps; ++step) {
    const int set = step % 2;
    UbRow row = row_at(set);
    GmRow from = gm_row(x, step);
    wait_flag(PIPE_S, PIPE_MTE2, event(set));
    TLOAD(row, from);
    set_flag(PIPE_MTE2, PIPE_S, event(set));
    if (!kChanged) sum += first_value(set);
    if (kChanged && step > 0) sum += first_value(1 - set);
  }
  if (kChanged) sum += first_value(1);
  take_back<PIPE_S, PIPE_MTE2>(2);
  UbRow result = row_at(2);
  GmRow to = gm_row(y, 0);
  TEXPANDS(result, sum);
  order<PIPE_V, PIPE_MTE3>(0);
  TSTORE(to, result);
}
