// SPDX-License-Identifier: Apache-2.0
// A flag is set and never waited for: it releases a wait of the next kernel on this core too early
// (R17). Missing: the wait after the loop.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, x);
  set_flag(PIPE_MTE3, PIPE_V, EVENT_ID0);
  FIX(wait_flag(PIPE_MTE3, PIPE_V, EVENT_ID0));
  pipe_barrier(PIPE_ALL);
}
