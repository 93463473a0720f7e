// SPDX-License-Identifier: Apache-2.0
// Two stores to the same bytes of GM: transfers of one pipe overlap. Missing: the barrier of MTE3.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);

  TEXPANDS(x, 1.0f);
  TEXPANDS(y, 2.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, x);  // first
  FIX(pipe_barrier(PIPE_MTE3));
  TSTORE(out, y);  // second
  pipe_barrier(PIPE_ALL);
}
