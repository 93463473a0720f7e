// SPDX-License-Identifier: Apache-2.0
// A buffer is loaded again while V may still read what it held (R11, second half).
// Missing: V to MTE2, the release.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<float>(args, 0);
  auto row0 = gm<1, 64>(in);
  auto row1 = gm<1, 64>(in + 64);
  auto out = gm<2, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto sums = vec<float, 2, 64>(256);
  auto sum0 = vec<float, 1, 64>(256);
  auto sum1 = vec<float, 1, 64>(512);

  TLOAD(x, row0);
  order<PIPE_MTE2, PIPE_V>();
  TADDS(sum0, x, 1.0f);  // first
  FIX(order<PIPE_V, PIPE_MTE2>());
  pipe_barrier(PIPE_MTE2);
  TLOAD(x, row1);  // second
  order<PIPE_MTE2, PIPE_V>();
  TADDS(sum1, x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sums);
  pipe_barrier(PIPE_ALL);
}
