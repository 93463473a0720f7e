// SPDX-License-Identifier: Apache-2.0
// A tile takes fewer columns than the tensor has: the library moves the tile's columns and keeps
// the tensor's gap between the rows, so that every row starts where the last one ended. A note: a
// kernel may rely on it.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<2, TWIN(32, 64)>(argument<float>(args, 0));
  auto out = gm<2, 32>(argument<float>(args, 1));
  auto x = vec<float, 2, 32>(0);

  TLOAD(x, in);  // first
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
