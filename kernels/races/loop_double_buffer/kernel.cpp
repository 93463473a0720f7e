// SPDX-License-Identifier: Apache-2.0
// Loads run one step ahead of V, with one release flag per step in flight: two. There must be as
// many buffers (R09, R11).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kBuffers = TWIN(2, 1);
  auto in = argument<float>(args, 0);
  auto out = gm<4, 64>(argument<float>(args, 1));
  auto sums = vec<float, 4, 64>(1024);

  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID1);
  for (int i = 0; i < 4; ++i) {
    const event_t event = static_cast<event_t>(i % 2);
    auto row = gm<1, 64>(in + 64 * i);
    auto x = vec<float, 1, 64>(256 * (i % kBuffers));
    auto sum = vec<float, 1, 64>(1024 + 256 * i);
    wait_flag(PIPE_V, PIPE_MTE2, event);
    pipe_barrier(PIPE_MTE2);
    TLOAD(x, row);  // second
    order<PIPE_MTE2, PIPE_V>(event);
    TADDS(sum, x, 1.0f);  // first
    set_flag(PIPE_V, PIPE_MTE2, event);
  }
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID1);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sums);
  pipe_barrier(PIPE_ALL);
}
