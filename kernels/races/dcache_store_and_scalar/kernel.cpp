// SPDX-License-Identifier: Apache-2.0
// MTE3 and a scalar store write different words of one 64-byte line (R47): when the scalar's line
// is written back, all of it goes, and what MTE3 wrote may be lost. Right is a line for each.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kStored = TWIN(16, 8);
  auto words = argument<float>(args, 0);
  auto target = gm<1, 8>(words + kStored);
  auto x = vec<float, 1, 8>(0);

  TEXPANDS(x, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  words[0] = 7.0f;    // first
  TSTORE(target, x);  // second
  dcci(words, SINGLE_CACHE_LINE, CACHELINE_OUT);
  dsb(DSB_DDR);
  pipe_barrier(PIPE_ALL);
}
