// SPDX-License-Identifier: Apache-2.0
// The result of one instruction lies over the end of a tile that a later one still reads. Every
// access is ordered, and the bytes are wrong in any schedule.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in = gm<1, 128>(argument<float>(args, 0));
  auto out = gm<1, 128>(argument<float>(args, 1));
  auto x = vec<float, 1, 128>(0);
  auto doubled = vec<float, 1, 128>(TWIN(512, 384));
  auto sum = vec<float, 1, 128>(4096);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  TMULS(doubled, x, 2.0f);  // first
  pipe_barrier(PIPE_V);
  TADD(sum, x, doubled);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, sum);
  pipe_barrier(PIPE_ALL);
}
