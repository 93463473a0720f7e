// SPDX-License-Identifier: Apache-2.0
// A scalar store to GM stays in the core's data cache (R44, R45): the barrier at the end does not
// flush it, and the consumer reads what was there before. Missing: dcci and dsb.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto target = argument<float>(args, 0);

  target[0] = 5.0f;  // first
  FIX(dcci(target, SINGLE_CACHE_LINE, CACHELINE_OUT); dsb(DSB_DDR));
  pipe_barrier(PIPE_ALL);
}
