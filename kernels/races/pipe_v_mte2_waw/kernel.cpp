// SPDX-License-Identifier: Apache-2.0
// V clears a tile, then its first rows are loaded: the zeros may come last. Missing: V to MTE2.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<4, 64>(argument<float>(args, 0));
  auto out = gm<8, 64>(argument<float>(args, 1));
  auto x = vec<float, 8, 64>(0);
  auto first_rows = vec<float, 4, 64>(0);

  TEXPANDS(x, 0.0f);  // first
  FIX(order<PIPE_V, PIPE_MTE2>());
  TLOAD(first_rows, in);  // second
  order<PIPE_V, PIPE_MTE3>();
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
