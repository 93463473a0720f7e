// SPDX-License-Identifier: Apache-2.0
// Two blocks store the two halves of one 32-byte block of GM (R34): no byte has two writers, but a
// store may rewrite the whole block.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kApart = TWIN(8, 4);
  const int block = get_block_idx(args);
  auto half = gm<1, 4>(argument<float>(args, 0) + block * kApart);
  auto x = vec<float, 1, 8, 4>(0);

  TEXPANDS(x, block + 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(half, x);  // first, second
  pipe_barrier(PIPE_ALL);
}
