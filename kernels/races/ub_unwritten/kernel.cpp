// SPDX-License-Identifier: Apache-2.0
// A tile is read that this task never wrote: its values are what an earlier task left there.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);

  FIX(TEXPANDS(x, 0.0f));
  pipe_barrier(PIPE_V);
  TADDS(y, x, 1.0f);  // first
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
