// SPDX-License-Identifier: Apache-2.0
// Two blocks on two cores store different words of one 64-byte line (R46): the line written back
// last takes the other word with it. Right is a line for each.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kWordsApart = TWIN(16, 1);
  const int block = get_block_idx(args);
  auto word = argument<int32_t>(args, 0) + block * kWordsApart;

  word[0] = block + 1;  // first, second
  dcci(word, SINGLE_CACHE_LINE, CACHELINE_OUT);
  dsb(DSB_DDR);
  pipe_barrier(PIPE_ALL);
}
