// SPDX-License-Identifier: Apache-2.0
// A vector instruction reads what scalar stores wrote (R01, R06). They are posted: only a flag
// makes them visible to V. Missing: S to V.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);

  for (int i = 0; i < 64; ++i) x.SetValue(i, i);  // first
  FIX(order<PIPE_S, PIPE_V>());
  TADDS(y, x, 1.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
