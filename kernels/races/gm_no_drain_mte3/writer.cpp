// SPDX-License-Identifier: Apache-2.0
// A kernel ends while its last store is in flight (R42): the task edge orders the consumer after
// the end of the kernel, not after the store. Missing: the barrier at the end.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto target = gm<1, 256>(argument<float>(args, 0));
  auto x = vec<float, 1, 256>(0);

  TEXPANDS(x, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(target, x);  // first
  FIX(pipe_barrier(PIPE_ALL));
}
