// SPDX-License-Identifier: Apache-2.0
// Task 2 of the ratio-4 compressor, 512 AIV blocks: block = (request, slice of 64 columns). A
// request whose window ends in this step is pooled over its 8 slots, weighted by the softmax of
// their scores; any other gets zeros.
//
// The softmax is online: maximum m, sum l and output o start from the window's last slot and are
// rescaled by exp(m - m') whenever another slot raises the maximum. Order: last slot, the front
// slots, the remaining back slots.
//
// Flags: MTE2->V 0: slot loaded   V->MTE2 0: slot used   V->MTE3 0: result ready
//        MTE3->MTE2 0: the zeros are stored
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../ratio4.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr int32_t kSlice = 64;
constexpr int32_t kSlices = kHeadDim / kSlice;

namespace ub {
constexpr uint64_t kZeros = 0;  // before m
constexpr uint64_t kMax = 0;
constexpr uint64_t kSum = 256;
constexpr uint64_t kOutput = 512;
constexpr uint64_t kScore = 768;
constexpr uint64_t kValue = 1024;
constexpr uint64_t kNextMax = 1280;
constexpr uint64_t kAlpha = 1536;
constexpr uint64_t kBeta = 1792;
}  // namespace ub

/// Adds one slot: `slot` points at its kv columns, its scores lie kOutDim further on.
__aicore__ inline void add_slot(__gm__ float* slot) {
  auto max = vec_tile<float, 1, kSlice>(ub::kMax);
  auto sum = vec_tile<float, 1, kSlice>(ub::kSum);
  auto output = vec_tile<float, 1, kSlice>(ub::kOutput);
  auto score = vec_tile<float, 1, kSlice>(ub::kScore);
  auto value = vec_tile<float, 1, kSlice>(ub::kValue);
  auto next_max = vec_tile<float, 1, kSlice>(ub::kNextMax);
  auto alpha = vec_tile<float, 1, kSlice>(ub::kAlpha);
  auto beta = vec_tile<float, 1, kSlice>(ub::kBeta);
  auto score_source = gm_window<1, kSlice, kStateRow>(slot + kOutDim);
  auto value_source = gm_window<1, kSlice, kStateRow>(slot);

  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  TLOAD(score, score_source);
  TLOAD(value, value_source);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);

  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
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

/// Leaves the pooled slice in ub::kOutput. `state` is shifted to the slice's columns.
__aicore__ inline void pool_window(__gm__ int32_t* block_table, __gm__ float* state,
                                   int32_t request, int32_t window_start) {
  auto max = vec_tile<float, 1, kSlice>(ub::kMax);
  auto sum = vec_tile<float, 1, kSlice>(ub::kSum);
  auto output = vec_tile<float, 1, kSlice>(ub::kOutput);
  const int32_t last = state_row(block_table, request, window_start + kRatio - 1);
  __gm__ float* back = state + int64_t{last} * kStateRow + kHeadDim;
  auto max_source = gm_window<1, kSlice, kStateRow>(back + kOutDim);
  auto output_source = gm_window<1, kSlice, kStateRow>(back);

  TLOAD(max, max_source);
  TLOAD(output, output_source);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  TSUB(sum, max, max);  // l = exp(m - m)
  pipe_barrier(PIPE_V);
  TEXP(sum, sum);

  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  for (int32_t i = 0; i < kRatio; ++i) {
    const int32_t position = window_start - kRatio + i;
    if (position < 0) continue;  // the request's first window has nothing in front of it
    add_slot(state + int64_t{state_row(block_table, request, position)} * kStateRow);
  }
  for (int32_t i = 0; i < kRatio - 1; ++i) {
    const int32_t row = state_row(block_table, request, window_start + i);
    add_slot(state + int64_t{row} * kStateRow + kHeadDim);
  }
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);

  pipe_barrier(PIPE_V);
  TDIV(output, output, sum);
}

__aicore__ void softmax_pool(__gm__ int32_t* start_pos, __gm__ int32_t* block_table,
                             __gm__ float* compress_state, __gm__ float* pooled_kv, int32_t block) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  const int32_t request = block / kSlices;
  const int32_t column = block % kSlices * kSlice;
  auto zeros = vec_tile<float, 1, kSlice>(ub::kZeros);
  auto output = vec_tile<float, 1, kSlice>(ub::kOutput);
  auto target = gm_window<1, kSlice, kHeadDim>(pooled_kv + request * kHeadDim + column);

  TEXPANDS(zeros, 0.0f);
  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  TSTORE(target, zeros);

  const int32_t start = start_pos[request];
  const int32_t phase = start % kRatio;
  if (phase + kTokens >= kRatio) {
    set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);  // m takes the place of the zeros
    wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
    pool_window(block_table, compress_state + column, request, start - phase);
    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    pipe_barrier(PIPE_MTE3);  // over the zeros, in GM
    TSTORE(target, output);
  }
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  softmax_pool(tensor_argument<int32_t>(args, 0), tensor_argument<int32_t>(args, 1),
               tensor_argument<float>(args, 2), tensor_argument<float>(args, 3),
               get_block_idx(args));
}
