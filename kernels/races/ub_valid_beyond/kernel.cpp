// SPDX-License-Identifier: Apache-2.0
// The valid size of a tile is larger than the tile: the instruction writes into what lies behind.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<float>(args, 0));
  auto x = vec<float, 1, 64, TWIN(64, 128)>(0);
  auto y = vec<float, 1, 64>(0);

  TEXPANDS(x, 1.0f);  // first
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
