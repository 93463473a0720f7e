// SPDX-License-Identifier: Apache-2.0
// A tile lies in the last 8 KiB of UB, which library instructions use behind the compiler's back:
// TROWEXPANDADD overwrites it (tile-isa.md 1.6).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr uint64_t kKept = TWIN(180, 184) * 1024;
  auto in = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto kept = vec<float, 1, 64>(kKept);
  auto x = vec<float, 8, 64>(0);
  auto row_values = vec<float, 1, 8>(2048);
  auto row_column = column<float, 8>(2048);

  TLOAD(kept, in);
  TEXPANDS(x, 1.0f);
  TEXPANDS(row_values, 2.0f);
  order<PIPE_MTE2, PIPE_V>();
  pipe_barrier(PIPE_V);
  TROWEXPANDADD(x, x, row_column);  // first
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, kept);  // second
  pipe_barrier(PIPE_ALL);
}
