// SPDX-License-Identifier: Apache-2.0
// A barrier of a pipe that a vector core does not have (R19): it never returns.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr pipe_t kStores = TWIN(PIPE_MTE3, PIPE_FIX);
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(kStores);  // first
  pipe_barrier(PIPE_ALL);
}
