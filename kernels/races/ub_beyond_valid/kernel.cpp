// SPDX-License-Identifier: Apache-2.0
// A comparison works on whole repeats and reads on into the next tile, which is being loaded. The
// bits that come of it lie beyond every valid region: a note. Fixed: the load is waited for.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = argument<float>(args, 0);
  auto first = gm<1, 40>(in);
  auto rest = gm<1, 24>(in + 40);
  auto out = gm<1, 24>(argument<float>(args, 1));
  auto x = vec<float, 1, 40>(0);
  auto y = vec<float, 1, 24>(160);
  auto bits = vec<uint8_t, 1, 32, 5>(4096);

  TLOAD(x, first);
  order<PIPE_MTE2, PIPE_V>();
  TLOAD(y, rest);
  FIX((order<PIPE_MTE2, PIPE_V>()));
  TCMPS(bits, x, 0.0f, CmpMode::GT);
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, y);
  pipe_barrier(PIPE_ALL);
}
