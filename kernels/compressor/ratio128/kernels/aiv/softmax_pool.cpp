// SPDX-License-Identifier: Apache-2.0
// Task 2 of the ratio-128 compressor, 512 AIV blocks: block = (request, slice of 64 columns). A
// request whose window ends in this step is pooled over the window's 128 slots: its scores and
// values are gathered from their pages, transposed, so that a column's slots lie side by side, and
// reduced by row. Any other request gets zeros.
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../ratio128.h"
#include "intrinsic.h"
#include "tokens.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr int32_t kSlice = 64;
constexpr int32_t kSlices = kHeadDim / kSlice;
constexpr uint64_t kTileBytes = kRatio * kSlice * sizeof(float);

namespace ub {
constexpr uint64_t kScores = 0;                     // [128,64]; then the weighted values [64,128]
constexpr uint64_t kValues = kTileBytes;            // [128,64]
constexpr uint64_t kScoresAcross = 2 * kTileBytes;  // [64,128]
constexpr uint64_t kValuesAcross = 3 * kTileBytes;  // [64,128]
constexpr uint64_t kTmp = 4 * kTileBytes;           // [64,128]
constexpr uint64_t kMax = 5 * kTileBytes;           // [64,1]
constexpr uint64_t kSum = kMax + kSlice * sizeof(float);
constexpr uint64_t kPooled = kSum + kSlice * sizeof(float);  // [64,1], and as a row
}  // namespace ub

/// The window's rows, a page at a time; scores lie kOutDim behind the values.
__aicore__ inline void gather(__gm__ int32_t* block_table, __gm__ float* state, int32_t request,
                              int32_t window_start) {
  constexpr uint64_t kPageBytes = kStatePage * kSlice * sizeof(float);
  for (int32_t slot = 0; slot < kRatio; slot += kStatePage) {
    const int32_t row = state_row(block_table, request, window_start + slot);
    __gm__ float* const page = state + int64_t{row} * kStateRow;
    auto scores = vec_tile<float, kStatePage, kSlice>(ub::kScores + slot / kStatePage * kPageBytes);
    auto values = vec_tile<float, kStatePage, kSlice>(ub::kValues + slot / kStatePage * kPageBytes);
    auto score_source = gm_window<kStatePage, kSlice, kStateRow>(page + kOutDim);
    auto value_source = gm_window<kStatePage, kSlice, kStateRow>(page);
    TLOAD(scores, score_source);
    TLOAD(values, value_source);
  }
}

/// Leaves the pooled slice in ub::kPooled.
__aicore__ inline void pool_window() {
  auto scores = vec_tile<float, kRatio, kSlice>(ub::kScores);
  auto values = vec_tile<float, kRatio, kSlice>(ub::kValues);
  auto scores_across = vec_tile<float, kSlice, kRatio>(ub::kScoresAcross);
  auto values_across = vec_tile<float, kSlice, kRatio>(ub::kValuesAcross);
  auto tmp = vec_tile<float, kSlice, kRatio>(ub::kTmp);
  auto max = column_tile<float, kSlice>(ub::kMax);
  auto sum = column_tile<float, kSlice>(ub::kSum);
  auto pooled = column_tile<float, kSlice>(ub::kPooled);

  TTRANS(scores_across, scores, tmp);
  pipe_barrier(PIPE_V);
  TTRANS(values_across, values, tmp);
  pipe_barrier(PIPE_V);
  TROWMAX(max, scores_across, tmp);
  pipe_barrier(PIPE_V);
  TROWEXPANDSUB(scores_across, scores_across, max);
  pipe_barrier(PIPE_V);
  TEXP(scores_across, scores_across);
  pipe_barrier(PIPE_V);
  TROWSUM(sum, scores_across, tmp);
  pipe_barrier(PIPE_V);
  TROWEXPANDDIV(scores_across, scores_across, sum);
  pipe_barrier(PIPE_V);
  TMUL(values_across, values_across, scores_across);
  pipe_barrier(PIPE_V);
  TROWSUM(pooled, values_across, tmp);
}

__aicore__ void softmax_pool(__gm__ int32_t* start_pos, __gm__ int32_t* block_table,
                             __gm__ float* compress_state, __gm__ float* pooled_kv, int32_t block) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  const int32_t request = block / kSlices;
  const int32_t column = block % kSlices * kSlice;
  const Step step{start_pos[request]};
  auto pooled = vec_tile<float, 1, kSlice>(ub::kPooled);
  auto target = gm_window<1, kSlice, kHeadDim>(pooled_kv + request * kHeadDim + column);
  if (step.compresses()) {
    gather(block_table, compress_state + column, request, step.window_start());
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    pool_window();
  } else {
    TEXPANDS(pooled, 0.0f);
  }
  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  TSTORE(target, pooled);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  softmax_pool(tensor_argument<int32_t>(args, 0), tensor_argument<int32_t>(args, 1),
               tensor_argument<float>(args, 2), tensor_argument<float>(args, 3),
               get_block_idx(args));
}
