// SPDX-License-Identifier: Apache-2.0
// Two loads, two event ids: V waits for the first load's flag and reads what the second brings
// (R11's companion fault). Each flag is still set once and waited for once.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr event_t kOfSecond = TWIN(EVENT_ID1, EVENT_ID0);
  constexpr event_t kOfFirst = static_cast<event_t>(1 - kOfSecond);
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
  TLOAD(x1, row1);  // first
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID1);

  wait_flag(PIPE_MTE2, PIPE_V, kOfSecond);
  TADDS(sum1, x1, 1.0f);  // second
  wait_flag(PIPE_MTE2, PIPE_V, kOfFirst);
  TADDS(sum0, x0, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sums);
  pipe_barrier(PIPE_ALL);
}
