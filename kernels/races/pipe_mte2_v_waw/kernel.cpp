// SPDX-License-Identifier: Apache-2.0
// V clears the tail of a tile whose load is in flight: the load may bring the tail back.
// Missing: MTE2 to V.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto tail = vec<float, 1, 32>(128);

  TLOAD(x, in);  // first
  FIX(order<PIPE_MTE2, PIPE_V>());
  TEXPANDS(tail, 0.0f);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
