// SPDX-License-Identifier: Apache-2.0
// The rotated pairs back in their columns by an index scatter, as compiled for #427: the column
// indices become flat indices by adding 64 * row, and the row numbers come from TCI.
//
// THE RACE: the compiler takes TCI for a V instruction. It is a loop of scalar stores, and nothing
// orders them before the TMULS that reads them: pipe_barrier(PIPE_V) does not wait for S. The edge
// that is missing is set_flag/wait_flag(PIPE_S, PIPE_V) right after TCI.
#pragma once

#include "rmsnorm_rope.h"

namespace ratio4 {

/// Loads the two rows of column indices. Requires: before the flag MTE2->V 1 is set.
static __aicore__ inline void load_index_rows(const RowTile& rows) {
  auto even_row = vec_tile<int32_t, 1, kPairs>(ub::kEvenIndexRow);
  auto odd_row = vec_tile<int32_t, 1, kPairs>(ub::kOddIndexRow);
  auto even_source = gm_window<1, kPairs, kPairs>(rows.even_idx);
  auto odd_source = gm_window<1, kPairs, kPairs>(rows.odd_idx);
  TLOAD(even_row, even_source);
  TLOAD(odd_row, odd_source);
}

/// Writes `values` into the columns of kWork that `indices` name, row by row. Always inline: the
/// compiler emits both chains in full, so a core meets the code of each for the first time.
static __aicore__ inline __attribute__((always_inline)) void scatter_columns(uint64_t values_address, uint64_t indices_address) {
  auto values = vec_tile<float, kRows, kPairs>(values_address);
  auto indices = vec_tile<int32_t, kRows, kPairs>(indices_address);
  auto iota = vec_tile<int32_t, 1, kRows>(ub::kIota);
  auto row_base = column_tile<int32_t, kRows>(ub::kIota);  // the same bytes, one per row
  auto ones = vec_tile<float, kRows, kPairs>(ub::kOnes);
  auto scattered = vec_tile<float, kRows, kChunk>(ub::kScattered);
  auto scattered_ones = vec_tile<float, kRows, kChunk>(ub::kScatteredOnes);

  TCI<VecTile<int32_t, 1, kRows>, int32_t, 0>(iota, 0);
  pipe_barrier(PIPE_V);
  TMULS(iota, iota, kChunk);
  pipe_barrier(PIPE_V);
  TROWEXPANDADD(indices, indices, row_base);
  TEXPANDS(scattered, 0.0f);
  set_flag(PIPE_V, PIPE_S, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_S, EVENT_ID0);
  TSCATTER(scattered, values, indices);
  TEXPANDS(scattered_ones, 0.0f);
  TEXPANDS(ones, 1.0f);
  set_flag(PIPE_V, PIPE_S, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_S, EVENT_ID0);
  TSCATTER(scattered_ones, ones, indices);
  merge_scattered();
}

/// kWork := kNewEven and kNewOdd in the columns that the index rows name.
static __aicore__ inline void interleave_by_index() {
  auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
  auto even_row = vec_tile<int32_t, 1, kPairs>(ub::kEvenIndexRow);
  auto odd_row = vec_tile<int32_t, 1, kPairs>(ub::kOddIndexRow);
  auto even_indices = vec_tile<int32_t, kRows, kPairs>(ub::kEvenIndex);
  auto odd_indices = vec_tile<int32_t, kRows, kPairs>(ub::kOddIndex);

  TEXPANDS(odd_indices, 0);  // the source expands into a tile of zeros
  pipe_barrier(PIPE_V);
  TCOLEXPAND(even_indices, even_row);
  TCOLEXPAND(odd_indices, odd_row);
  TEXPANDS(work, 0.0f);
  scatter_columns(ub::kNewEven, ub::kEvenIndex);
  scatter_columns(ub::kNewOdd, ub::kOddIndex);
}

}  // namespace ratio4
