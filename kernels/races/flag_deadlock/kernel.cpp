// SPDX-License-Identifier: Apache-2.0
// MTE3 stores when V has computed, and V computes when MTE3 has released the buffer: each sets its
// flag behind its own wait (R17). Wrong: the order of V's two lines.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto ones = vec<float, 1, 64>(0);

  TEXPANDS(ones, 1.0f);
  constexpr bool kWaitsFirst = TWIN(false, true);
  if (!kWaitsFirst) set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_MTE3, PIPE_V, EVENT_ID1);  // first
  if (kWaitsFirst) set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);

  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  TSTORE(out, ones);
  set_flag(PIPE_MTE3, PIPE_V, EVENT_ID1);
  pipe_barrier(PIPE_ALL);
}
