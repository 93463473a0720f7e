// SPDX-License-Identifier: Apache-2.0
// A softmax chain as compiled before barriers of V were inserted (R12): the exponential reads what
// the subtraction has not written yet. The tile is small, or the barrier would not be needed. Missing: one barrier of V.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<8, 8>(argument<float>(args, 0));
  auto out = gm<8, 8>(argument<float>(args, 1));
  auto x = vec<float, 8, 8>(0);
  auto shifted = vec<float, 8, 8>(256);
  auto y = vec<float, 8, 8>(512);
  auto tmp = vec<float, 8, 8>(768);
  auto row_max = column<float, 8>(1024);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  TROWMAX(row_max, x, tmp);
  pipe_barrier(PIPE_V);
  TROWEXPANDSUB(shifted, x, row_max);  // first
  FIX(pipe_barrier(PIPE_V));
  TEXP(y, shifted);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
