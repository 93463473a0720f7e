// SPDX-License-Identifier: Apache-2.0
// What the litmus kernels share: access to arguments, windows of GM, tiles at fixed addresses, and
// the flag pair that orders one pipe after another.
#pragma once

#include <cstdint>

#include <pto/pto-inst.hpp>

#include "tensor.h"

using namespace pto;

#include "intrinsic.h"
#include "twin.h"

/// The first element of tensor argument `index` of the task.
template <typename T>
static __aicore__ inline __gm__ T* argument(__gm__ int64_t* args, int index) {
  __gm__ Tensor* tensor = reinterpret_cast<__gm__ Tensor*>(args[index]);
  return reinterpret_cast<__gm__ T*>(tensor->buffer.addr) + tensor->start_offset;
}

/// A float that the orchestration passed as a scalar. Scalars follow the tensors.
static __aicore__ inline float float_argument(__gm__ int64_t* args, int index) {
  union {
    uint64_t u64;
    float value;
  } image;
  image.u64 = static_cast<uint64_t>(args[index]);
  return image.value;
}

/// Rows x Cols elements of GM from `first` on, Pitch elements from row to row.
template <int Rows, int Cols, int Pitch = Cols, typename T>
static __aicore__ inline auto gm(__gm__ T* first) {
  using Elements = Shape<1, 1, 1, Rows, Cols>;
  using Steps = Stride<Rows * Pitch, Rows * Pitch, Rows * Pitch, Pitch, 1>;
  return GlobalTensor<T, Elements, Steps, Layout::ND>(first, Elements(), Steps());
}

/// A row-major tile of Rows x Cols in UB, from a byte address on. ValidCols < Cols makes a tile
/// with gaps between its rows.
template <typename T, int Rows, int Cols, int ValidCols = Cols>
static __aicore__ inline auto vec(uint64_t address) {
  Tile<TileType::Vec, T, Rows, Cols, BLayout::RowMajor, Rows, ValidCols> tile;
  TASSIGN(tile, address);
  return tile;
}

/// One value per row, side by side in UB.
template <typename T, int Rows>
static __aicore__ inline auto column(uint64_t address) {
  Tile<TileType::Vec, T, Rows, 1, BLayout::ColMajor, Rows, 1> tile;
  TASSIGN(tile, address);
  return tile;
}

/// Everything that pipe Source got so far is complete before Target goes on.
template <pipe_t Source, pipe_t Target>
static __aicore__ inline void order(event_t event = EVENT_ID0) {
  set_flag(Source, Target, event);
  wait_flag(Source, Target, event);
}

/// Everything that pipe Source stored to GM so far is visible to whatever is issued from here on.
template <pipe_t Source>
static __aicore__ inline void fence() {
  order<Source, PIPE_S>();
  dsb(DSB_DDR);
}
