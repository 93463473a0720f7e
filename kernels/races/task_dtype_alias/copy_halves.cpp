// SPDX-License-Identifier: Apache-2.0
// Task: 512 half words of tensor 1 := those of tensor 0.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto source = gm<1, 512>(argument<uint16_t>(args, 0));
  auto target = gm<1, 512>(argument<uint16_t>(args, 1));
  auto x = vec<uint16_t, 1, 512>(0);

  TLOAD(x, source);
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(target, x);
  pipe_barrier(PIPE_ALL);
}
