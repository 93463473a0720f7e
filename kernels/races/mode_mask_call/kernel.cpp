// SPDX-License-Identifier: Apache-2.0
// A kernel switches to count mode before a library instruction, which takes norm mode and a full
// mask for granted: on the card it works on the wrong elements (pto-isa#256).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);

  set_mask_count();
  set_vector_mask(0, 16);
  FIX(set_mask_norm(); set_vector_mask(-1, -1));
  TEXPANDS(x, 1.0f);  // first
  set_mask_norm();
  set_vector_mask(-1, -1);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
