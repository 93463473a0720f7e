// SPDX-License-Identifier: Apache-2.0
// Two dependent vector instructions (R12). V starts them in order, but the second may read before
// the first has written. Missing: the barrier of V.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 64>(argument<float>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);
  auto z = vec<float, 1, 64>(512);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  TADDS(y, x, 1.0f);  // first
  FIX(pipe_barrier(PIPE_V));
  TMULS(z, y, 2.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, z);
  pipe_barrier(PIPE_ALL);
}
