// SPDX-License-Identifier: Apache-2.0
// A kernel leaves the vector mask in count mode: the next instruction or kernel on this core works
// on the wrong number of elements (pto-isa#256).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, x);
  set_mask_count();
  set_vector_mask(0, 16);
  FIX(set_mask_norm(); set_vector_mask(-1, -1));
  pipe_barrier(PIPE_ALL);
}
