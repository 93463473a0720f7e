// SPDX-License-Identifier: Apache-2.0
// A tile lies beyond the end of UB: on the card an exception, and the core never answers.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr uint64_t kTile = TWIN(0, 192 * 1024);
  auto out = gm<1, 32>(argument<float>(args, 0));
  auto x = vec<float, 1, 64>(kTile);
  auto stored = vec<float, 1, 32>(kTile);

  TEXPANDS(x, 1.0f);  // first
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, stored);
  pipe_barrier(PIPE_ALL);
}
