// SPDX-License-Identifier: Apache-2.0
// The planner gave two live accumulators the same buffer (R21). Every order is wrong, so there is
// no race: only the result shows it.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr uint64_t kSecond = TWIN(256, 0);
  auto out = argument<float>(args, 0);
  auto out0 = gm<1, 64>(out);
  auto out1 = gm<1, 64>(out + 64);
  auto sum0 = vec<float, 1, 64>(0);
  auto sum1 = vec<float, 1, 64>(kSecond);

  TEXPANDS(sum0, 1.0f);
  pipe_barrier(PIPE_V);
  TEXPANDS(sum1, 2.0f);
  for (int i = 0; i < 3; ++i) {
    pipe_barrier(PIPE_V);
    TADDS(sum0, sum0, 1.0f);
    pipe_barrier(PIPE_V);
    TADDS(sum1, sum1, 2.0f);
  }
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out0, sum0);
  TSTORE(out1, sum1);
  pipe_barrier(PIPE_ALL);
}
