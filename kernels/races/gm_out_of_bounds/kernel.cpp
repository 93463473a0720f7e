// SPDX-License-Identifier: Apache-2.0
// A row is stored past the end of its tensor.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kRow = TWIN(1, 2);
  auto row = gm<1, 64>(argument<float>(args, 0) + 64 * kRow);
  auto x = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(row, x);  // first
  pipe_barrier(PIPE_ALL);
}
