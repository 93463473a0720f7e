// SPDX-License-Identifier: Apache-2.0
// The blocks of one task store 4 rows each, 2 rows apart (R37): two rows have two writers.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kRowsApart = TWIN(4, 2);
  const int block = get_block_idx(args);
  auto rows = gm<4, 64>(argument<float>(args, 0) + block * kRowsApart * 64);
  auto x = vec<float, 4, 64>(0);

  TEXPANDS(x, block + 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(rows, x);  // first, second
  pipe_barrier(PIPE_ALL);
}
