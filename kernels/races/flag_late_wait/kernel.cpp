// SPDX-License-Identifier: Apache-2.0
// A flag is set again while the wait for its last set is issued and stands in the queue of a busy
// pipe: that is fine (R16). Missing: that wait, so that two sets stand in a row.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<8, 64>(argument<float>(args, 0));
  auto out = gm<8, 64>(argument<float>(args, 1));
  auto x = vec<float, 8, 64>(0);
  auto y = vec<float, 8, 64>(2048);

  TLOAD(x, in);  // MTE2 is busy with it when the flags below are set
  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID1);
  FIX(wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID1));
  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID1);  // first
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID1);
  order<PIPE_MTE2, PIPE_V>();
  TADDS(y, x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
