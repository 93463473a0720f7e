// SPDX-License-Identifier: Apache-2.0
// The compiler leaves out the barrier where the producer is long: V streams, and each row is read
// long after it was written. With 64 rows that is right, with 2 it is not (tile-isa.md 3.7 rule 6).
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kRows = TWIN(64, 2);
  auto in = gm<kRows, 64>(argument<float>(args, 0));
  auto out = gm<kRows, 64>(argument<float>(args, 1));
  auto x = vec<float, kRows, 64>(0);
  auto y = vec<float, kRows, 64>(16384);
  auto z = vec<float, kRows, 64>(32768);

  TLOAD(x, in);
  order<PIPE_MTE2, PIPE_V>();
  TADDS(y, x, 1.0f);  // first
  TMULS(z, y, 2.0f);  // second
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, z);
  pipe_barrier(PIPE_ALL);
}
