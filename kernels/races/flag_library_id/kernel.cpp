// SPDX-License-Identifier: Apache-2.0
// The kernel's own flag from V to S is outstanding across TROWEXPAND, which uses event id 0 between
// the same pipes (tile-isa.md 3.6): one of the two sets is lost.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr event_t kOwn = TWIN(EVENT_ID1, EVENT_ID0);
  auto in = gm<8, 64>(argument<float>(args, 0));
  auto out = gm<8, 64>(argument<float>(args, 1));
  auto x = vec<float, 8, 64>(0);
  auto tmp = vec<float, 8, 64>(2048);
  auto y = vec<float, 8, 64>(4096);
  auto row_max = column<float, 8>(6144);
  auto zeros = column<float, 8>(6176);
  auto zeros_in_a_row = vec<float, 1, 8>(6176);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>(EVENT_ID2);
  TROWMAX(row_max, x, tmp);
  set_flag(PIPE_V, PIPE_S, kOwn);  // first
  TEXPANDS(zeros_in_a_row, 0.0f);
  pipe_barrier(PIPE_V);
  TROWEXPAND(y, zeros);  // second
  wait_flag(PIPE_V, PIPE_S, kOwn);
  const float largest = row_max.GetValue(7);
  pipe_barrier(PIPE_V);
  TADDS(y, y, largest);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
