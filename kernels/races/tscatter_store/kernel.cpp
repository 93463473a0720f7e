// SPDX-License-Identifier: Apache-2.0
// What TSCATTER wrote is stored at once (R05). Missing: V to MTE3. That is enough, because TSCATTER
// ends with a flag from S to V.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 16>(argument<int32_t>(args, 0));
  auto out = gm<1, 64>(argument<float>(args, 1));
  auto indices = vec<int32_t, 1, 16>(0);
  auto ones = vec<float, 1, 16>(64);
  auto scattered = vec<float, 1, 64>(128);

  TEXPANDS(ones, 1.0f);
  TLOAD(indices, in);
  order<PIPE_MTE2, PIPE_V>();
  TSCATTER(scattered, ones, indices);  // first
  FIX(order<PIPE_V, PIPE_MTE3>());
  TSTORE(out, scattered);  // second
  pipe_barrier(PIPE_ALL);
}
