// SPDX-License-Identifier: Apache-2.0
// A scalar store to GM and a load of the same bytes by MTE2, which does not look into the data
// cache. Missing: dcci and dsb.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto words = argument<float>(args, 0);
  auto source = gm<1, 8>(words);
  auto out = gm<1, 8>(argument<float>(args, 1));
  auto x = vec<float, 1, 8>(0);

  words[0] = 5.0f;  // first
  FIX(dcci(words, SINGLE_CACHE_LINE, CACHELINE_OUT); dsb(DSB_DDR));
  TLOAD(x, source);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
