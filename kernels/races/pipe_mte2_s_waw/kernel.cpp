// SPDX-License-Identifier: Apache-2.0
// A scalar store patches a tile whose load is in flight: the load may undo it. Missing: MTE2 to S.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 8>(argument<float>(args, 0));
  auto out = gm<1, 8>(argument<float>(args, 1));
  auto x = vec<float, 1, 8>(0);

  TLOAD(x, in);  // first
  FIX(order<PIPE_MTE2, PIPE_S>());
  x.SetValue(7, -1.0f);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  order<PIPE_S, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
