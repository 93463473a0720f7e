// SPDX-License-Identifier: Apache-2.0
// A scalar store overwrites an element that a vector instruction may still have to read.
// Missing: V to S.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_S>();
  order<PIPE_MTE2, PIPE_V>();
  TADDS(y, x, 1.0f);  // first
  FIX(order<PIPE_V, PIPE_S>());
  x.SetValue(0, -1.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
