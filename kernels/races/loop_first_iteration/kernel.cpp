// SPDX-License-Identifier: Apache-2.0
// A scalar reads an element of a tile that each iteration loads anew; the flag covers the first
// iteration only, so the others may see the position before (R07). Missing: MTE2 to S from then on.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<int32_t>(args, 0);
  auto out = gm<1, 8>(argument<int32_t>(args, 1));
  auto positions = vec<int32_t, 1, 8>(0);
  auto x = vec<int32_t, 1, 8>(32);

  for (int i = 0; i < 8; ++i) {
    auto row = gm<1, 8>(in + 8 * i);
    pipe_barrier(PIPE_MTE2);
    TLOAD(positions, row);  // first
    if (TWIN(true, i == 0)) order<PIPE_MTE2, PIPE_S>();
    x.SetValue(i, positions.GetValue(0));  // second
  }
  order<PIPE_S, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
