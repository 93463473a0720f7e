// SPDX-License-Identifier: Apache-2.0
// Two sets of one flag before its first wait: a flag holds one set, the second is lost (R16).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr event_t kOfSecond = TWIN(EVENT_ID1, EVENT_ID0);
  auto in = argument<float>(args, 0);
  auto row0 = gm<1, 64>(in);
  auto row1 = gm<1, 64>(in + 64);
  auto out = gm<2, 64>(argument<float>(args, 1));
  auto x0 = vec<float, 1, 64>(0);
  auto x1 = vec<float, 1, 64>(256);
  auto sums = vec<float, 2, 64>(512);
  auto sum0 = vec<float, 1, 64>(512);
  auto sum1 = vec<float, 1, 64>(768);

  TLOAD(x0, row0);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  TLOAD(x1, row1);
  set_flag(PIPE_MTE2, PIPE_V, kOfSecond);  // first
  order<PIPE_MTE2, PIPE_S>();
  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  TADDS(sum0, x0, 1.0f);
  wait_flag(PIPE_MTE2, PIPE_V, kOfSecond);
  TADDS(sum1, x1, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sums);
  pipe_barrier(PIPE_ALL);
}
