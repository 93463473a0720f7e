// SPDX-License-Identifier: Apache-2.0
// A flag was pruned because another pair lies between the same two pipes, for another buffer (R14).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<float>(args, 0);
  auto row0 = gm<1, 64>(in);
  auto row1 = gm<1, 64>(in + 64);
  auto out = gm<2, 64>(argument<float>(args, 1));
  auto x0 = vec<float, 1, 64>(0);
  auto x1 = vec<float, 1, 64>(256);
  auto sums = vec<float, 2, 64>(512);
  auto sum0 = vec<float, 1, 64>(512);
  auto sum1 = vec<float, 1, 64>(768);

  TLOAD(x0, row0);
  order<PIPE_MTE2, PIPE_V>(EVENT_ID0);
  TLOAD(x1, row1);  // first
  TADDS(sum0, x0, 1.0f);
  FIX(order<PIPE_MTE2, PIPE_V>(EVENT_ID1));
  TADDS(sum1, x1, 1.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sums);
  pipe_barrier(PIPE_ALL);
}
