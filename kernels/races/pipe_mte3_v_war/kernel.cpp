// SPDX-License-Identifier: Apache-2.0
// V writes a buffer again while its last content is on its way to GM (R11, first half; R22).
// Missing: MTE3 to V, the release.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = argument<float>(args, 0);
  auto row0 = gm<1, 64>(out);
  auto row1 = gm<1, 64>(out + 64);
  auto x = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(row0, x);  // first
  FIX(order<PIPE_MTE3, PIPE_V>());
  pipe_barrier(PIPE_V);
  TEXPANDS(x, 2.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(row1, x);
  pipe_barrier(PIPE_ALL);
}
