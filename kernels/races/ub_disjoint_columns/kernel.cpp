// SPDX-License-Identifier: Apache-2.0
// V writes the left columns of a tile while MTE3 stores the right ones, unordered: right as long as
// no byte is in both.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kLeft = TWIN(32, 40);
  auto in = gm<8, 64>(argument<float>(args, 0));
  auto out = gm<8, 32>(argument<float>(args, 1));
  auto x = vec<float, 8, 64>(0);
  auto left = vec<float, 8, 64, kLeft>(0);
  auto right = vec<float, 8, 64, 32>(32 * sizeof(float));

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  order<PIPE_MTE2, PIPE_MTE3>();
  TEXPANDS(left, 0.0f);  // first
  TSTORE(out, right);    // second
  pipe_barrier(PIPE_ALL);
}
