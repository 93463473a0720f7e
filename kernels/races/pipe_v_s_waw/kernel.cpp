// SPDX-License-Identifier: Apache-2.0
// Scalar stores patch the tail of a row that V fills: whichever comes last stays (R06).
// Missing: V to S.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);  // first
  FIX(order<PIPE_V, PIPE_S>());
  for (int i = 32; i < 64; ++i) x.SetValue(i, -1.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  order<PIPE_S, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
