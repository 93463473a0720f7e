// SPDX-License-Identifier: Apache-2.0
// A vector instruction overwrites what scalar stores wrote. A posted store may land after it
// (tile-isa.md 3.8). Missing: S to V. What is stored are the other elements.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 56>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);
  auto rest = vec<float, 1, 56>(32);

  for (int i = 0; i < 8; ++i) x.SetValue(i, -1.0f);  // first
  FIX(order<PIPE_S, PIPE_V>());
  TEXPANDS(x, 2.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, rest);
  pipe_barrier(PIPE_ALL);
}
