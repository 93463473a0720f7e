// SPDX-License-Identifier: Apache-2.0
// Task 3 of the ratio-4 compressor, the steps that all its forms share: 16 requests' rows of 512
// columns are RMS-normalised in chunks of 64, and the last chunk is rotated in even/odd pairs.
// How the rotated pairs come together again is in index_interleave.h and mask_interleave.h.
//
// Flags: MTE2->V    0: chunk (and gamma) loaded   MTE2->V    1: angles, index rows loaded
//        V->MTE2    0: chunk summed               V->MTE3    0: chunk normalised
//        MTE3->MTE2 0: chunk stored               V->S, S->V 0: scatters
#pragma once

#include "../ratio4.h"

namespace ratio4 {

constexpr int32_t kRows = RATIO4_ROWS;  // requests per task or block
constexpr int32_t kChunk = 64;  // columns at a time
constexpr int32_t kPairs = kRopeDim / 2;
constexpr float kHeadDimInverse = 1.0f / kHeadDim;
constexpr float kEpsilon = 1e-6f;

/// Byte addresses in UB. Two names for one address: the second is used when the first is dead.
namespace ub {
constexpr uint64_t kSin = 0;                // [16,32]
constexpr uint64_t kOnes = 0;               // [16,32]
constexpr uint64_t kSquareSum = 2048;       // [1,16]
constexpr uint64_t kWork = 2112;            // [16,64], the chunk
constexpr uint64_t kRowSumTmp = 6208;       // [16,128]
constexpr uint64_t kRowSum = 14400;         // [16,1]
constexpr uint64_t kInverseRms = 14464;     // [16,1]
constexpr uint64_t kGamma = 14528;          // [1,64]
constexpr uint64_t kEven = 14784;           // [16,32]
constexpr uint64_t kOdd = 16832;            // [16,32]
constexpr uint64_t kNewEven = 18880;        // [16,32]
constexpr uint64_t kProduct = 20928;        // [16,32]
constexpr uint64_t kOddIndex = 22976;       // [16,32] i32
constexpr uint64_t kEvenIndex = 25024;      // [16,32] i32
constexpr uint64_t kIota = 27072;           // [1,16] i32
constexpr uint64_t kScattered = 27136;      // [16,64]
constexpr uint64_t kScatteredOnes = 31232;  // [16,64]
constexpr uint64_t kCompareBits = 35328;    // [16,32] u8
constexpr uint64_t kSelectTmp = 35840;      // [1,32] u8
constexpr uint64_t kEvenIndexRow = 35872;   // [1,32] i32
constexpr uint64_t kOddIndexRow = 36000;    // [1,32] i32
constexpr uint64_t kCos = 36128;            // [16,32]
constexpr uint64_t kNewOdd = 36128;         // [16,32]
}  // namespace ub

/// What a task or block works on: the tensors, and its first request.
struct RowTile {
  __gm__ float* cos;
  __gm__ float* sin;
  __gm__ float* pooled;
  __gm__ float* norm_w;
  __gm__ int32_t* even_idx;
  __gm__ int32_t* odd_idx;
  __gm__ float* normed;
  int32_t first_request;
};

static __aicore__ inline void load_angles(const RowTile& rows) {
  auto cos = vec_tile<float, kRows, kPairs>(ub::kCos);
  auto sin = vec_tile<float, kRows, kPairs>(ub::kSin);
  auto cos_source = gm_window<kRows, kPairs, kPairs>(rows.cos + rows.first_request * kPairs);
  auto sin_source = gm_window<kRows, kPairs, kPairs>(rows.sin + rows.first_request * kPairs);
  TLOAD(cos, cos_source);
  TLOAD(sin, sin_source);
}

static __aicore__ inline void load_chunk(__gm__ float* matrix, int32_t first_request,
                                         int32_t column) {
  auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
  auto source = gm_window<kRows, kChunk, kHeadDim>(matrix + first_request * kHeadDim + column);
  TLOAD(work, source);
}

/// kInverseRms := 1 / sqrt(mean of squares + epsilon), one per row, from 8 chunk sums.
static __aicore__ inline void inverse_rms(const RowTile& rows) {
  auto square_sum = vec_tile<float, 1, kRows>(ub::kSquareSum);
  TEXPANDS(square_sum, 0.0f);
  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  for (int32_t column = 0; column < kHeadDim; column += kChunk) {
    auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
    auto tmp = vec_tile<float, kRows, 2 * kChunk>(ub::kRowSumTmp);
    auto row_sum = column_tile<float, kRows>(ub::kRowSum);
    auto row_sum_line = vec_tile<float, 1, kRows>(ub::kRowSum);  // the same bytes, as one row
    wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    load_chunk(rows.pooled, rows.first_request, column);
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);

    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    TMUL(work, work, work);
    pipe_barrier(PIPE_V);
    TROWSUM(row_sum, work, tmp);
    set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    pipe_barrier(PIPE_V);
    TADD(square_sum, square_sum, row_sum_line);
  }
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);

  auto inverse = vec_tile<float, 1, kRows>(ub::kInverseRms);
  pipe_barrier(PIPE_V);
  TMULS(square_sum, square_sum, kHeadDimInverse);
  pipe_barrier(PIPE_V);
  TADDS(square_sum, square_sum, kEpsilon);
  pipe_barrier(PIPE_V);
  TSQRT(square_sum, square_sum);
  pipe_barrier(PIPE_V);
  TRECIP(inverse, square_sum);
  pipe_barrier(PIPE_V);
}

/// kWork := the chunk of pooled, times 1/rms of its row, times gamma of its column.
/// Requires: kWork and kGamma are free for MTE2. The last instruction leaves kWork without a
/// barrier.
static __aicore__ inline void normalize_chunk(const RowTile& rows, int32_t column) {
  auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
  auto gamma = vec_tile<float, 1, kChunk>(ub::kGamma);
  auto inverse = column_tile<float, kRows>(ub::kInverseRms);
  auto gamma_source = gm_window<1, kChunk, kHeadDim>(rows.norm_w + column);
  load_chunk(rows.pooled, rows.first_request, column);
  TLOAD(gamma, gamma_source);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);

  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  TROWEXPANDMUL(work, work, inverse);
  pipe_barrier(PIPE_V);
  TCOLEXPANDMUL(work, work, gamma);
}

/// Stores kWork into normed. The caller fences it from what MTE2 or V do to kWork next.
static __aicore__ inline void store_chunk(const RowTile& rows, int32_t column) {
  auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
  auto target =
      gm_window<kRows, kChunk, kHeadDim>(rows.normed + rows.first_request * kHeadDim + column);
  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  TSTORE(target, work);
}

/// Normalises and stores columns [0, end). Ends with the wait of MTE2 for the last store.
static __aicore__ inline void normalize_and_store(const RowTile& rows, int32_t end) {
  set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
  for (int32_t column = 0; column < end; column += kChunk) {
    wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
    normalize_chunk(rows, column);
    store_chunk(rows, column);
    set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
  }
  wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
}

/// kNewEven, kNewOdd := the pairs of kWork, rotated by the angles. kWork is free afterwards.
/// There is no V barrier in front of the gathers, as in compiled code: each of the 16 rows that V
/// wrote last is read 15 or more repeats later (the compiler's long-repeat rule). Fewer rows are too
/// close to each other for that.
static __aicore__ inline void rotate_pairs() {
  auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
  auto even = vec_tile<float, kRows, kPairs>(ub::kEven);
  auto odd = vec_tile<float, kRows, kPairs>(ub::kOdd);
  auto cos = vec_tile<float, kRows, kPairs>(ub::kCos);
  auto sin = vec_tile<float, kRows, kPairs>(ub::kSin);
  auto product = vec_tile<float, kRows, kPairs>(ub::kProduct);
  auto new_even = vec_tile<float, kRows, kPairs>(ub::kNewEven);
  auto new_odd = vec_tile<float, kRows, kPairs>(ub::kNewOdd);

  if (kRows < 16) pipe_barrier(PIPE_V);
  TGATHER<VecTile<float, kRows, kPairs>, VecTile<float, kRows, kChunk>, MaskPattern::P0101>(even,
                                                                                            work);
  TGATHER<VecTile<float, kRows, kPairs>, VecTile<float, kRows, kChunk>, MaskPattern::P1010>(odd,
                                                                                            work);
  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID1);
  pipe_barrier(PIPE_V);
  TMUL(new_even, even, cos);
  TMUL(product, odd, sin);
  pipe_barrier(PIPE_V);
  TSUB(new_even, new_even, product);
  pipe_barrier(PIPE_V);
  TMUL(product, even, sin);
  TMUL(new_odd, odd, cos);
  pipe_barrier(PIPE_V);
  TADD(new_odd, product, new_odd);
}

/// kWork := kScattered where kScatteredOnes is not 0, kWork elsewhere. Follows the two scatters.
static __aicore__ inline void merge_scattered() {
  auto work = vec_tile<float, kRows, kChunk>(ub::kWork);
  auto scattered = vec_tile<float, kRows, kChunk>(ub::kScattered);
  auto scattered_ones = vec_tile<float, kRows, kChunk>(ub::kScatteredOnes);
  auto tmp = vec_tile<uint8_t, 1, 32>(ub::kSelectTmp);
  VecTile<uint8_t, kRows, 32> bits(kRows, kChunk / 8);
  TASSIGN(bits, ub::kCompareBits);

  set_flag(PIPE_S, PIPE_V, EVENT_ID0);
  wait_flag(PIPE_S, PIPE_V, EVENT_ID0);
  TCMPS(bits, scattered_ones, 0.0f, CmpMode::NE);
  pipe_barrier(PIPE_V);
  TSEL(work, bits, scattered, work, tmp);
}

}  // namespace ratio4
