// SPDX-License-Identifier: Apache-2.0
// A store to GM takes bytes from UB that scalar stores have not delivered yet. Missing: S to MTE3.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);

  for (int i = 0; i < 64; ++i) x.SetValue(i, i + 1);  // first
  FIX(order<PIPE_S, PIPE_MTE3>());
  TSTORE(out, x);  // second
  pipe_barrier(PIPE_ALL);
}
