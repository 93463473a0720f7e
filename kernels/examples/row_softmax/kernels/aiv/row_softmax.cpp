// SPDX-License-Identifier: Apache-2.0
// y = softmax of each row of x, [256,256] f32, 16 AIV blocks of 16 rows:
// subtract the row's maximum, exp, divide by the row's sum.
//
// V has no interlock: each instruction that reads what the one before wrote needs a barrier.
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "tensor.h"

using namespace pto;

#include "intrinsic.h"
#include "pipe_sync.h"

constexpr int kRows = 16;
constexpr int kColumns = 256;
constexpr uint32_t kTileBytes = kRows * kColumns * sizeof(float);

using GmTile = GlobalTensor<float, Shape<1, 1, 1, kRows, kColumns>, Stride<1, 1, 1, kColumns, 1>>;
using UbTile = Tile<TileType::Vec, float, kRows, kColumns>;
using UbColumn = Tile<TileType::Vec, float, kRows, 1, BLayout::ColMajor>;

static __aicore__ __gm__ float* tensor_data(__gm__ int64_t* args, int index) {
  __gm__ Tensor* tensor = reinterpret_cast<__gm__ Tensor*>(args[index]);
  return reinterpret_cast<__gm__ float*>(tensor->buffer.addr) + tensor->start_offset;
}

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  const int first = get_block_idx(args) * kRows * kColumns;
  GmTile x_rows(tensor_data(args, 0) + first);
  GmTile y_rows(tensor_data(args, 1) + first);
  UbTile rows;
  UbTile tmp;
  UbColumn row_max;
  UbColumn row_sum;
  TASSIGN(rows, 0);
  TASSIGN(tmp, kTileBytes);
  TASSIGN(row_max, 2 * kTileBytes);
  TASSIGN(row_sum, 2 * kTileBytes + kRows * sizeof(float));

  TLOAD(rows, x_rows);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);

  TROWMAX(row_max, rows, tmp);
  pipe_barrier(PIPE_V);
  TROWEXPANDSUB(rows, rows, row_max);
  pipe_barrier(PIPE_V);
  TEXP(rows, rows);
  pipe_barrier(PIPE_V);
  TROWSUM(row_sum, rows, tmp);
  pipe_barrier(PIPE_V);
  TROWEXPANDDIV(rows, rows, row_sum);

  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  TSTORE(y_rows, rows);
  pipe_sync();
}
