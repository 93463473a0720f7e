// SPDX-License-Identifier: Apache-2.0
// A scalar reads the maximum that a vector reduction has just written (R08). V's barrier orders
// V with itself, not with the scalar unit. Missing: V to S.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<8, 64>(argument<float>(args, 0));
  auto out = gm<8, 64>(argument<float>(args, 1));
  auto x = vec<float, 8, 64>(0);
  auto tmp = vec<float, 8, 64>(2048);
  auto y = vec<float, 8, 64>(4096);
  auto row_max = column<float, 8>(6144);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  TROWMAX(row_max, x, tmp);  // first
  pipe_barrier(PIPE_V);
  FIX(order<PIPE_V, PIPE_S>());
  const float scale = row_max.GetValue(0);  // second
  TMULS(y, x, scale);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
