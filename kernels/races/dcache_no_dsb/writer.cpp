// SPDX-License-Identifier: Apache-2.0
// The line is written back, but nobody waits for it (R49): the task may be reported finished before
// the bytes are in GM. Missing: dsb.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto target = argument<float>(args, 0);

  target[0] = 5.0f;  // first
  dcci(target, SINGLE_CACHE_LINE, CACHELINE_OUT);
  FIX(dsb(DSB_DDR));
  pipe_barrier(PIPE_ALL);
}
