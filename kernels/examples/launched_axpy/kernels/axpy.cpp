// SPDX-License-Identifier: Apache-2.0
// Two kernels of ordinary signatures. Block b works on rows b, b + blocks, b + 2 * blocks, ... one
// at a time; COLUMNS comes from the launch.
#include <cstdint>

#include <pto/pto-inst.hpp>

using namespace pto;

template <typename T>
using GmRow = GlobalTensor<T, Shape<1, 1, 1, 1, COLUMNS>, Stride<1, 1, 1, COLUMNS, 1>>;
template <typename T>
using UbRow = Tile<TileType::Vec, T, 1, COLUMNS>;

constexpr uint32_t kRowBytes = COLUMNS * sizeof(float);

/// The row's result is stored, and its buffers may be filled again.
static AICORE void finish_row() {
  set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
  wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
}

template <typename T>
__global__ AICORE void scale(__gm__ T* x, __gm__ T* scaled, T factor, int rows) {
  UbRow<T> tile;
  TASSIGN(tile, 0);
  for (int row = get_block_idx(); row < rows; row += get_block_num()) {
    GmRow<T> from(x + row * COLUMNS);
    GmRow<T> to(scaled + row * COLUMNS);
    TLOAD(tile, from);
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    TMULS(tile, tile, factor);
    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    TSTORE(to, tile);
    finish_row();
  }
}

__global__ AICORE void add(__gm__ float* x, __gm__ float* y, __gm__ float* sum, int rows) {
  UbRow<float> x_tile;
  UbRow<float> y_tile;
  TASSIGN(x_tile, 0);
  TASSIGN(y_tile, kRowBytes);
  for (int row = get_block_idx(); row < rows; row += get_block_num()) {
    GmRow<float> x_row(x + row * COLUMNS);
    GmRow<float> y_row(y + row * COLUMNS);
    GmRow<float> sum_row(sum + row * COLUMNS);
    TLOAD(x_tile, x_row);
    TLOAD(y_tile, y_row);
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    TADD(x_tile, x_tile, y_tile);
    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    TSTORE(sum_row, x_tile);
    finish_row();
  }
}
