// SPDX-License-Identifier: Apache-2.0
// Two blocks add to the same bytes atomically. Additions of one type commute; racy: the second
// block adds floats to what the first takes for integers (R59).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  using Added = TWIN(int32_t, float);
  auto integers = gm<1, 64>(argument<int32_t>(args, 0));
  auto others = gm<1, 64>(argument<Added>(args, 0));
  auto x = vec<int32_t, 1, 64>(0);
  auto y = vec<Added, 1, 64>(256);

  if (get_block_idx(args) == 0) {
    TEXPANDS(x, 3);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE<decltype(x), decltype(integers), AtomicType::AtomicAdd>(integers, x);  // first
  } else {
    TEXPANDS(y, Added(4));
    order<PIPE_V, PIPE_MTE3>();
    TSTORE<decltype(y), decltype(others), AtomicType::AtomicAdd>(others, y);  // second
  }
  pipe_barrier(PIPE_ALL);
}
