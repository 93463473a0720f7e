// SPDX-License-Identifier: Apache-2.0
// Task 1 of the ratio-4 prefill, 256 AIV blocks: block = (window, slice of 64 columns). Positions
// before the step are pooled from the state as it was, the others from their projections, whose
// scores get the row of ape that belongs to their position.
//
// The softmax is online, as in the decode program and in the same order of slots: last slot, the
// front slots, the remaining back slots.
//
// Flags: MTE2->V 0: slot loaded   V->MTE2 0: slot used   V->MTE3 0: result ready
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../prefill4.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr int32_t kSlice = 64;
constexpr int32_t kSlices = kHeadDim / kSlice;

namespace ub {
constexpr uint64_t kMax = 0;
constexpr uint64_t kSum = 256;
constexpr uint64_t kOutput = 512;
constexpr uint64_t kScore = 768;
constexpr uint64_t kValue = 1024;
constexpr uint64_t kNextMax = 1280;
constexpr uint64_t kAlpha = 1536;
constexpr uint64_t kBeta = 1792;
constexpr uint64_t kApe = 2048;
}  // namespace ub

/// What a block reads. All rows start at the block's slice.
struct Source {
  int32_t start;  // the step's first position
  __gm__ int32_t* block_table;
  __gm__ float* state;
  __gm__ float* kv_proj;
  __gm__ float* score_proj;
  __gm__ float* ape;
};

/// value := the row's 64 columns of kv from `column` on, score := those of its score.
__aicore__ inline void load_slot(const Source& source, int32_t position, int32_t column,
                                 uint64_t value_address, uint64_t score_address) {
  auto value = vec_tile<float, 1, kSlice>(value_address);
  auto score = vec_tile<float, 1, kSlice>(score_address);
  auto ape = vec_tile<float, 1, kSlice>(ub::kApe);
  if (position < source.start) {
    const int32_t row = state_row(source.block_table, 0, position);
    __gm__ float* const slot = source.state + int64_t{row} * kStateRow + column;
    auto value_source = gm_window<1, kSlice, kStateRow>(slot);
    auto score_source = gm_window<1, kSlice, kStateRow>(slot + kOutDim);
    TLOAD(value, value_source);
    TLOAD(score, score_source);
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    return;
  }
  const int32_t projected = (position - source.start) * kOutDim + column;
  auto value_source = gm_window<1, kSlice, kOutDim>(source.kv_proj + projected);
  auto score_source = gm_window<1, kSlice, kOutDim>(source.score_proj + projected);
  __gm__ float* const ape_row = source.ape + position % kRatio * kOutDim;
  auto ape_source = gm_window<1, kSlice, kOutDim>(ape_row + column);
  TLOAD(value, value_source);
  TLOAD(score, score_source);
  TLOAD(ape, ape_source);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  TADD(score, score, ape);
}

__aicore__ inline void add_slot(const Source& source, int32_t position, int32_t column) {
  auto max = vec_tile<float, 1, kSlice>(ub::kMax);
  auto sum = vec_tile<float, 1, kSlice>(ub::kSum);
  auto output = vec_tile<float, 1, kSlice>(ub::kOutput);
  auto score = vec_tile<float, 1, kSlice>(ub::kScore);
  auto value = vec_tile<float, 1, kSlice>(ub::kValue);
  auto next_max = vec_tile<float, 1, kSlice>(ub::kNextMax);
  auto alpha = vec_tile<float, 1, kSlice>(ub::kAlpha);
  auto beta = vec_tile<float, 1, kSlice>(ub::kBeta);

  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  load_slot(source, position, column, ub::kValue, ub::kScore);
  pipe_barrier(PIPE_V);
  TMAX(next_max, max, score);
  pipe_barrier(PIPE_V);
  TSUB(alpha, max, next_max);
  TSUB(beta, score, next_max);
  pipe_barrier(PIPE_V);
  TEXP(alpha, alpha);
  TEXP(beta, beta);
  TMOV(max, next_max);
  pipe_barrier(PIPE_V);
  TMUL(sum, alpha, sum);
  TMUL(output, output, alpha);
  TMUL(value, value, beta);
  pipe_barrier(PIPE_V);
  TADD(sum, sum, beta);
  TADD(output, output, value);
  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
}

/// Leaves the pooled slice in ub::kOutput.
__aicore__ inline void pool_window(const Source& source, int32_t first) {
  auto max = vec_tile<float, 1, kSlice>(ub::kMax);
  auto sum = vec_tile<float, 1, kSlice>(ub::kSum);
  auto output = vec_tile<float, 1, kSlice>(ub::kOutput);
  load_slot(source, first + kRatio - 1, kHeadDim, ub::kOutput, ub::kMax);
  pipe_barrier(PIPE_V);
  TSUB(sum, max, max);  // l = exp(m - m)
  pipe_barrier(PIPE_V);
  TEXP(sum, sum);

  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  for (int32_t i = 0; i < kRatio; ++i) {
    const int32_t position = first - kRatio + i;
    if (position < 0) continue;  // the request's first window has nothing in front of it
    add_slot(source, position, 0);
  }
  for (int32_t i = 0; i < kRatio - 1; ++i) add_slot(source, first + i, kHeadDim);
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);

  pipe_barrier(PIPE_V);
  TDIV(output, output, sum);
}

__aicore__ void softmax_pool(__gm__ int32_t* start_pos, Source source, __gm__ float* pooled_kv,
                             int32_t block) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  const int32_t window = block / kSlices;
  const int32_t column = block % kSlices * kSlice;
  source.start = start_pos[0];
  source.state += column;
  source.kv_proj += column;
  source.score_proj += column;
  source.ape += column;
  auto output = vec_tile<float, 1, kSlice>(ub::kOutput);
  auto target = gm_window<1, kSlice, kHeadDim>(pooled_kv + window * kHeadDim + column);
  pool_window(source, window_start(source.start, window));
  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  TSTORE(target, output);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  const Source source{0,
                      tensor_argument<int32_t>(args, 1),
                      tensor_argument<float>(args, 2),
                      tensor_argument<float>(args, 3),
                      tensor_argument<float>(args, 4),
                      tensor_argument<float>(args, 5)};
  softmax_pool(tensor_argument<int32_t>(args, 0), source, tensor_argument<float>(args, 6),
               get_block_idx(args));
}
