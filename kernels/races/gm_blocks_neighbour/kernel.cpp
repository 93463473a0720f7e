// SPDX-License-Identifier: Apache-2.0
// Each block reads the row that the other block overwrites: blocks of one task are unordered. Right
// is a second tensor for the results.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kTarget = TWIN(1, 0);
  const int block = get_block_idx(args);
  auto other_row = gm<1, 64>(argument<float>(args, 0) + (1 - block) * 64);
  auto own_row = gm<1, 64>(argument<float>(args, kTarget) + block * 64);
  auto x = vec<float, 1, 64>(0);

  TLOAD(x, other_row);  // first, second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(own_row, x);  // first, second
  pipe_barrier(PIPE_ALL);
}
