// SPDX-License-Identifier: Apache-2.0
// A conversion to wider elements. Racy: its result lies over its own source, so that row r of the
// result overwrites rows 2r and 2r + 1 of the source before they are read.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<64, 64>(argument<half>(args, 0));
  auto out = gm<64, 64>(argument<float>(args, 1));
  auto x = vec<half, 64, 64>(0);
  auto y = vec<float, 64, 64>(TWIN(8192, 0));

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  TCVT(y, x, RoundMode::CAST_NONE);  // first and second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
