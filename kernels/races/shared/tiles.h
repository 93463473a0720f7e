// SPDX-License-Identifier: Apache-2.0
// What all litmus kernels share: windows of GM, tiles at fixed addresses, and the flag pair that
// orders one pipe after another.
#pragma once

#include <cstdint>

#include <pto/pto-inst.hpp>

using namespace pto;

#include "twin.h"

/// Rows x Cols elements of GM from `first` on, Pitch elements from row to row.
template <int Rows, int Cols, int Pitch = Cols, typename T>
static __aicore__ inline auto gm(__gm__ T* first) {
  using Elements = Shape<1, 1, 1, Rows, Cols>;
  using Steps = Stride<Rows * Pitch, Rows * Pitch, Rows * Pitch, Pitch, 1>;
  return GlobalTensor<T, Elements, Steps, Layout::ND>(first, Elements(), Steps());
}

/// A row-major tile of Rows x Cols in UB, from a byte address on. ValidCols < Cols makes a tile
/// with gaps between its rows. Valid shapes are dynamic, as the compiler leaves them.
template <typename T, int Rows, int Cols, int ValidCols = Cols>
static __aicore__ inline auto vec(uint64_t address) {
  Tile<TileType::Vec, T, Rows, Cols, BLayout::RowMajor, -1, -1> tile(Rows, ValidCols);
  TASSIGN(tile, address);
  return tile;
}

/// One value per row, side by side in UB.
template <typename T, int Rows>
static __aicore__ inline auto column(uint64_t address) {
  Tile<TileType::Vec, T, Rows, 1, BLayout::ColMajor, -1, -1> tile(Rows, 1);
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
