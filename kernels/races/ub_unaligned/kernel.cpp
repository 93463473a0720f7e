// SPDX-License-Identifier: Apache-2.0
// A slice of a tile, from its fourth element on, is the operand of a vector instruction: it starts
// in the middle of a 32-byte block, and the card stops. Fixed: the load puts it on a block.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kSkipped = 3;
  auto in = argument<float>(args, 0);
  auto source = gm<1, 32>(in + TWIN(kSkipped, 0));
  auto out = gm<1, 16>(argument<float>(args, 1));
  auto loaded = vec<float, 1, 32>(0);
  auto slice = vec<float, 1, 16>(TWIN(0, kSkipped * 4));
  auto sum = vec<float, 1, 16>(4096);

  TLOAD(loaded, source);
  order<PIPE_MTE2, PIPE_V>();
  TADDS(sum, slice, 1.0f);  // first
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sum);
  pipe_barrier(PIPE_ALL);
}
