// SPDX-License-Identifier: Apache-2.0
// The store waits for V, but TCI runs on the scalar unit: the compiler has the instruction in the
// wrong pipe (R04, the other way round).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr pipe_t kWriter = TWIN(PIPE_S, PIPE_V);
  auto out = gm<1, 64>(argument<int32_t>(args, 0));
  auto indices = vec<int32_t, 1, 64>(0);

  TCI<decltype(indices), int32_t, 0>(indices, 0);  // first
  order<kWriter, PIPE_MTE3>();
  TSTORE(out, indices);  // second
  pipe_barrier(PIPE_ALL);
}
