// SPDX-License-Identifier: Apache-2.0
// A window of two slots starts one slot before the request, and the compiler has folded away the
// test for slots below 0: request 0 reads the table's entry -1, before the tensor. What stands
// there names row 0, so the output is right. Missing: the test.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kFirst = TWIN(0, -1);
  auto rows = argument<float>(args, 0);
  auto table = argument<int32_t>(args, 1);
  auto out = gm<1, 64>(argument<float>(args, 2));
  auto x = vec<float, 1, 64>(0);

  int page = 0;
  for (int slot = kFirst; slot < 1; ++slot) {
    page = page + table[slot];  // first
  }
  auto row = gm<1, 64>(rows + 64 * page);
  TLOAD(x, row);
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(out, x);
  pipe_barrier(PIPE_ALL);
}
