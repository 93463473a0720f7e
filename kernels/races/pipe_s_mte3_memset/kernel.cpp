// SPDX-License-Identifier: Apache-2.0
// memset of the C library on a tile is scalar stores to UB; a store to GM takes the bytes before
// they are there. Missing: S to MTE3.
#include <cstring>

#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<1, 64>(argument<int32_t>(args, 0));
  auto x = vec<int32_t, 1, 64>(0);

  std::memset(x.data(), 1, 64 * sizeof(int32_t));  // first
  FIX(order<PIPE_S, PIPE_MTE3>());
  TSTORE(out, x);  // second
  pipe_barrier(PIPE_ALL);
}
