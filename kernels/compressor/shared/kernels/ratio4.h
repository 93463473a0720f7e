// SPDX-License-Identifier: Apache-2.0
// What the kernels of the ratio-4 compressor share: sizes, the tile types that the compiler emits
// (valid shape always dynamic), views of GM, and access to a task's arguments. The indexer and the
// ratio-128 compressor have other sizes and include the same kernels.
#pragma once

#include <cstdint>

#include <pto/pto-inst.hpp>

#include "tensor.h"

#ifndef RATIO4_HEAD_DIM
#define RATIO4_HEAD_DIM 512
#endif
#ifndef RATIO4_RATIO
#define RATIO4_RATIO 4
#define RATIO4_WINDOWS 2
#define RATIO4_STATE_PAGE 4
#define RATIO4_ROWS 16
#endif

namespace ratio4 {

using namespace pto;

constexpr int32_t kRequests = 64;  // requests per decode step
constexpr int32_t kTokens = 2;     // tokens per request and step
constexpr int32_t kHidden = 4096;  // columns of x
constexpr int32_t kHeadDim = RATIO4_HEAD_DIM;  // columns of kv
constexpr int32_t kRopeDim = 64;   // the last columns of a row, which are rotated
constexpr int32_t kNopeDim = kHeadDim - kRopeDim;
constexpr int32_t kRatio = RATIO4_RATIO;    // tokens that become one row
// Of a projected row: front and back window, side by side, or one window.
constexpr int32_t kOutDim = RATIO4_WINDOWS * kHeadDim;
constexpr int32_t kStateRow = 2 * kOutDim;  // the kv half, then the score half
constexpr int32_t kStatePage = RATIO4_STATE_PAGE;  // rows of a state page
constexpr int32_t kCachePage = 128;         // rows of a cache page
constexpr int32_t kPages = 64;              // entries of a request's block table

/// A row-major tile in UB. The compiler leaves the valid shape dynamic even where it is constant.
template <typename T, int Rows, int Cols>
using VecTile = Tile<TileType::Vec, T, Rows, Cols, BLayout::RowMajor, -1, -1, SLayout::NoneBox, 512,
                     PadValue::Null, CompactMode::Null>;

/// One value per row: the shape of row sums and of what is broadcast along rows.
template <typename T, int Rows>
using ColumnTile = Tile<TileType::Vec, T, Rows, 1, BLayout::ColMajor, -1, -1, SLayout::NoneBox, 512,
                        PadValue::Null, CompactMode::Null>;

template <typename T, int Rows, int Cols>
static __aicore__ inline VecTile<T, Rows, Cols> vec_tile(uint64_t ub_address) {
  VecTile<T, Rows, Cols> tile(Rows, Cols);
  TASSIGN(tile, ub_address);
  return tile;
}

template <typename T, int Rows>
static __aicore__ inline ColumnTile<T, Rows> column_tile(uint64_t ub_address) {
  ColumnTile<T, Rows> tile(Rows, 1);
  TASSIGN(tile, ub_address);
  return tile;
}

/// A window of Rows x Cols elements in a GM matrix with Pitch elements per row.
template <typename T, int Rows, int Cols, int Pitch>
using GmWindow =
    GlobalTensor<T, Shape<1, 1, 1, Rows, Cols>,
                 Stride<Rows * Pitch, Rows * Pitch, Rows * Pitch, Pitch, 1>, Layout::ND>;

template <int Rows, int Cols, int Pitch, typename T>
static __aicore__ inline GmWindow<T, Rows, Cols, Pitch> gm_window(__gm__ T* first) {
  return GmWindow<T, Rows, Cols, Pitch>(
      first, Shape<1, 1, 1, Rows, Cols>(),
      Stride<Rows * Pitch, Rows * Pitch, Rows * Pitch, Pitch, 1>());
}

/// The first element of tensor argument `index` of a task.
template <typename T>
static __aicore__ inline __gm__ T* tensor_argument(__gm__ int64_t* args, int index) {
  __gm__ Tensor* tensor = reinterpret_cast<__gm__ Tensor*>(args[index]);
  return reinterpret_cast<__gm__ T*>(tensor->buffer.addr) + tensor->start_offset;
}

/// Scalar arguments follow the tensors, as 64-bit images.
static __aicore__ inline int32_t int32_argument(__gm__ int64_t* args, int index) {
  union {
    uint64_t u64;
    int32_t value;
  } image;
  image.u64 = static_cast<uint64_t>(args[index]);
  return image.value;
}

/// Where the state of absolute position `position` of request `request` lives.
static __aicore__ inline int32_t state_row(__gm__ int32_t* block_table, int32_t request,
                                           int32_t position) {
  const int32_t page = block_table[request * kPages + position / kStatePage];
  return page * kStatePage + position % kStatePage;
}

enum class PTOAutoSyncTailMode : int { kBarrierAll = 0, kSetWaitMte3ToSEvent0 = 1 };

/// The end of every compiled kernel: nothing is in flight when the task is reported finished.
static __aicore__ inline void ptoas_auto_sync_tail(
    PTOAutoSyncTailMode mode = PTOAutoSyncTailMode::kBarrierAll) {
  if (mode == PTOAutoSyncTailMode::kSetWaitMte3ToSEvent0) {
    set_flag(PIPE_MTE3, PIPE_S, EVENT_ID0);
    wait_flag(PIPE_MTE3, PIPE_S, EVENT_ID0);
  } else {
    pipe_barrier(PIPE_ALL);
  }
}

}  // namespace ratio4
