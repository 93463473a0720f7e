// SPDX-License-Identifier: Apache-2.0
// The core of R02: row numbers come from TCI, which is a loop of scalar stores, and the vector
// multiplication reads them at once. Missing: S to V. The barrier of V does not help.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 16>(argument<int32_t>(args, 0));
  auto rows = vec<int32_t, 1, 16>(0);
  auto base = vec<int32_t, 1, 16>(64);

  TCI<decltype(rows), int32_t, 0>(rows, 0);  // first
  pipe_barrier(PIPE_V);
  FIX(order<PIPE_S, PIPE_V>());
  TMULS(base, rows, 64);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, base);
  pipe_barrier(PIPE_ALL);
}
