// SPDX-License-Identifier: Apache-2.0
// A tensor is overwritten while its old content is being loaded. Missing: MTE2 to MTE3 before the
// first store.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in_out = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto old = vec<float, 1, 64>(0);
  auto next = vec<float, 1, 64>(256);

  TEXPANDS(next, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TLOAD(old, in_out);  // first
  FIX(order<PIPE_MTE2, PIPE_MTE3>());
  TSTORE(in_out, next);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, old);
  pipe_barrier(PIPE_ALL);
}
