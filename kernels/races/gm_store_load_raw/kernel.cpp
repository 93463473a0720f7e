// SPDX-License-Identifier: Apache-2.0
// A tensor is stored and loaded again with nothing in between (R13). Missing: that MTE3 has
// finished and its stores are visible before MTE2 loads.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto scratch = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);

  TEXPANDS(x, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(scratch, x);  // first
  FIX(fence<PIPE_MTE3>());
  TLOAD(y, scratch);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
