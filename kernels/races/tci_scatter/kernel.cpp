// SPDX-License-Identifier: Apache-2.0
// R01: an index scatter whose flat indices are 64 * row + column, with the row numbers from TCI. A
// stale row number puts a row's values into another row. Missing: S to V after TCI.
#include "../shared/litmus.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto in_columns = gm<16, 32>(argument<int32_t>(args, 0));
  auto out = gm<16, 64>(argument<float>(args, 1));
  auto rows = vec<int32_t, 1, 16>(0);
  auto row_base = column<int32_t, 16>(0);
  auto indices = vec<int32_t, 16, 32>(64);
  auto ones = vec<float, 16, 32>(2112);
  auto scattered = vec<float, 16, 64>(4160);

  TLOAD(indices, in_columns);
  TEXPANDS(ones, 1.0f);
  order<PIPE_MTE2, PIPE_V>();
  TCI<decltype(rows), int32_t, 0>(rows, 0);  // first
  pipe_barrier(PIPE_V);
  FIX(order<PIPE_S, PIPE_V>());
  TMULS(rows, rows, 64);  // second
  pipe_barrier(PIPE_V);
  TROWEXPANDADD(indices, indices, row_base);
  order<PIPE_V, PIPE_S>(EVENT_ID1);
  TSCATTER(scattered, ones, indices);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(out, scattered);
  pipe_barrier(PIPE_ALL);
}
