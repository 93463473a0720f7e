// SPDX-License-Identifier: Apache-2.0
// The load's flag stops V, but the scalar unit reads the tile: the compiler took a scalar
// instruction for a vector one (R05).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr pipe_t kReader = TWIN(PIPE_S, PIPE_V);
  auto in = gm<1, 8>(argument<int32_t>(args, 0));
  auto out = gm<1, 8>(argument<int32_t>(args, 1));
  auto indices = vec<int32_t, 1, 8>(0);
  auto x = vec<int32_t, 1, 8>(32);

  TLOAD(indices, in);  // first
  order<PIPE_MTE2, kReader>();
  for (int i = 0; i < 8; ++i) x.SetValue(i, indices.GetValue(7 - i));  // second
  order<PIPE_S, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
