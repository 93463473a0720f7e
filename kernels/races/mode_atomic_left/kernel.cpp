// SPDX-License-Identifier: Apache-2.0
// A kernel leaves the store unit in atomic add: plain stores of the next kernel add (R60).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, x);
  set_atomic_f32();
  set_atomic_add();
  FIX(set_atomic_none());
  pipe_barrier(PIPE_ALL);
}
