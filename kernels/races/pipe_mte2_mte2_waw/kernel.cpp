// SPDX-License-Identifier: Apache-2.0
// Two loads into one buffer: transfers of one pipe overlap. Missing: the barrier of MTE2.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<float>(args, 0);
  auto row0 = gm<1, 64>(in);
  auto row1 = gm<1, 64>(in + 64);
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);

  TLOAD(x, row0);  // first
  FIX(pipe_barrier(PIPE_MTE2));
  TLOAD(x, row1);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
