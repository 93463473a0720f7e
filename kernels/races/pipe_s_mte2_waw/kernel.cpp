// SPDX-License-Identifier: Apache-2.0
// A tile is loaded over elements that scalar stores wrote: a posted store may land after the load.
// Missing: S to MTE2. What is stored are the other elements.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 56>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto rest = vec<float, 1, 56>(32);

  for (int i = 0; i < 8; ++i) x.SetValue(i, -1.0f);  // first
  FIX(order<PIPE_S, PIPE_MTE2>());
  TLOAD(x, in);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, rest);
  pipe_barrier(PIPE_ALL);
}
