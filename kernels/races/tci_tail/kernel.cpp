// SPDX-License-Identifier: Apache-2.0
// The last columns of a matrix are wrong (R03): the cast of the column numbers reads the tail of
// TCI before it arrives. It looked like a store whose last burst is late. Missing: S to V.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto out = gm<8, 64>(argument<float>(args, 0));
  auto columns = vec<int32_t, 1, 64>(0);
  auto factors = vec<float, 1, 64>(256);
  auto ones = vec<float, 8, 64>(512);
  auto product = vec<float, 8, 64>(2560);

  TEXPANDS(ones, 1.0f);
  TCI<decltype(columns), int32_t, 0>(columns, 0);  // first
  pipe_barrier(PIPE_V);
  FIX(order<PIPE_S, PIPE_V>());
  TCVT(factors, columns, RoundMode::CAST_RINT);  // second
  pipe_barrier(PIPE_V);
  TCOLEXPANDMUL(product, ones, factors);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, product);
  pipe_barrier(PIPE_ALL);
}
