// SPDX-License-Identifier: Apache-2.0
// A copy through UB stores what has not been loaded yet. Missing: MTE2 to MTE3.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);

  TLOAD(x, in);  // first
  FIX(order<PIPE_MTE2, PIPE_MTE3>());
  TSTORE(out, x);  // second
  pipe_barrier(PIPE_ALL);
}
