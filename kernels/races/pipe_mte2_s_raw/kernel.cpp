// SPDX-License-Identifier: Apache-2.0
// A scalar reads an element of a tile whose load is in flight (R07). Missing: MTE2 to S.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 8>(argument<int32_t>(args, 0));
  auto out = gm<1, 8>(argument<int32_t>(args, 1));
  auto positions = vec<int32_t, 1, 8>(0);
  auto x = vec<int32_t, 1, 8>(32);

  TLOAD(positions, in);  // first
  FIX(order<PIPE_MTE2, PIPE_S>());
  const int32_t position = positions.GetValue(3);  // second
  for (int i = 0; i < 8; ++i) x.SetValue(i, position);
  order<PIPE_S, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
