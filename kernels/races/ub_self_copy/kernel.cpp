// SPDX-License-Identifier: Apache-2.0
// A tile that grows row by row is copied onto itself: what nobody wrote is copied along, and that
// does no harm. Racy: the last row is never written, and what was copied there is stored (R20).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kRows = TWIN(8, 7);
  auto in = argument<float>(args, 0);
  auto out = gm<8, 64>(argument<float>(args, 1));
  auto whole = vec<float, 8, 64>(0);
  auto same = vec<float, 8, 64>(0);
  auto loaded = vec<float, 1, 64>(4096);

  for (int i = 0; i < kRows; ++i) {
    auto source = gm<1, 64>(in + i * 64);
    auto row = vec<float, 1, 64>(i * 256);
    TLOAD(loaded, source);
    TMOV(same, whole);  // first
    pipe_barrier(PIPE_V);
    order<PIPE_MTE2, PIPE_V>();
    TMOV(row, loaded);
    pipe_barrier(PIPE_V);
    order<PIPE_V, PIPE_MTE2>();
  }
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, same);  // second
  pipe_barrier(PIPE_ALL);
}
