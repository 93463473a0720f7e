// SPDX-License-Identifier: Apache-2.0
// A tensor is stored and loaded again with a flag from MTE3 to MTE2 in between (R18). Whether the
// flag makes the store visible is contested: knob gm.store_visible. Missing: the fence.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto scratch = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);

  TEXPANDS(x, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(scratch, x);  // first
  order<PIPE_MTE3, PIPE_MTE2>();
  FIX(fence<PIPE_MTE3>());
  TLOAD(y, scratch);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
