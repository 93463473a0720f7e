// SPDX-License-Identifier: Apache-2.0
// A loop waits for the release of its buffer, and before the first iteration nobody has released it
// (R17). Missing: the flag set before the loop.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<float>(args, 0);
  auto out = gm<2, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto sums = vec<float, 2, 64>(256);

  FIX(set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0));
  for (int i = 0; i < 2; ++i) {
    auto row = gm<1, 64>(in + 64 * i);
    auto sum = vec<float, 1, 64>(256 + 256 * i);
    wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    TLOAD(x, row);
    order<PIPE_MTE2, PIPE_V>();
    TADDS(sum, x, 1.0f);
    set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  }
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sums);
  pipe_barrier(PIPE_ALL);
}
