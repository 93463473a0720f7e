// SPDX-License-Identifier: Apache-2.0
// V writes the odd rows of a tile while MTE3 stores the even ones, unordered: right as long as no
// byte is in both. In the racy twin the odd rows start one block too early.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr uint64_t kOddRows = TWIN(256, 224);
  auto in = gm<8, 64>(argument<float>(args, 0));
  auto out = gm<4, 64>(argument<float>(args, 1));
  auto x = vec<float, 8, 64>(0);
  auto even = vec<float, 4, 128, 64>(0);
  auto odd = vec<float, 4, 128, 64>(kOddRows);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  order<PIPE_MTE2, PIPE_MTE3>();
  TEXPANDS(odd, 0.0f);  // first
  TSTORE(out, even);    // second
  pipe_barrier(PIPE_ALL);
}
