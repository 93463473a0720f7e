// SPDX-License-Identifier: Apache-2.0
// The barrier inside a branch was taken to order what came before the branch too; when the branch
// is not taken there is none (R15). Missing: the barrier after the branch.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto enabled = argument<int32_t>(args, 0);
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto x = vec<float, 1, 64>(0);
  auto y = vec<float, 1, 64>(256);
  auto z = vec<float, 1, 64>(512);

  TEXPANDS(x, 1.0f);  // first
  if (enabled[0] > 0) {
    TEXPANDS(y, 2.0f);
    pipe_barrier(PIPE_V);
    TADDS(y, y, 1.0f);
  }
  FIX(pipe_barrier(PIPE_V));
  TADDS(z, x, 1.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, z);
  pipe_barrier(PIPE_ALL);
}
