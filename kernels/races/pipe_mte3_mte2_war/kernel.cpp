// SPDX-License-Identifier: Apache-2.0
// A copy through one buffer loads the second row while the first is on its way to GM.
// Missing: MTE3 to MTE2, the release.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<float>(args, 0);
  auto out = argument<float>(args, 1);
  auto in0 = gm<1, 64>(in);
  auto in1 = gm<1, 64>(in + 64);
  auto out0 = gm<1, 64>(out);
  auto out1 = gm<1, 64>(out + 64);
  auto x = vec<float, 1, 64>(0);

  TLOAD(x, in0);
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out0, x);  // first
  FIX(order<PIPE_MTE3, PIPE_MTE2>());
  pipe_barrier(PIPE_MTE2);
  TLOAD(x, in1);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out1, x);
  pipe_barrier(PIPE_ALL);
}
