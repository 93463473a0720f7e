// SPDX-License-Identifier: Apache-2.0
// A short vector instruction overwrites part of what a long one writes: the long one may come last.
// Missing: the barrier of V.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);
  auto left = vec<float, 1, 32>(256);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  TSQRT(y, x);  // first
  FIX(pipe_barrier(PIPE_V));
  TEXPANDS(left, 7.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
