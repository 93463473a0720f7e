// SPDX-License-Identifier: Apache-2.0
// A loop loads into one buffer: nothing keeps the next iteration's load from overtaking this
// iteration's reader (R11). Missing: V to MTE2 at the end of the body.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<float>(args, 0);
  auto out = gm<4, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto sums = vec<float, 4, 64>(256);

  for (int i = 0; i < 4; ++i) {
    auto row = gm<1, 64>(in + 64 * i);
    auto sum = vec<float, 1, 64>(256 + 256 * i);
    pipe_barrier(PIPE_MTE2);
    TLOAD(x, row);  // second
    order<PIPE_MTE2, PIPE_V>();
    TADDS(sum, x, 1.0f);  // first
    FIX(order<PIPE_V, PIPE_MTE2>());
  }
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sums);
  pipe_barrier(PIPE_ALL);
}
