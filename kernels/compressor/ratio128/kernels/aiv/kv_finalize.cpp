// SPDX-License-Identifier: Apache-2.0
// Task 4 of the ratio-128 compressor, 8 AIV blocks of 8 requests: the row goes to kv as f32 and to
// its cache row as bf16 rounded to nearest even; the tokens behind the window's end get their state
// rows.
//
// UB: the row in f32 at 0, in bf16 at 2048, the token buffers from 4096 on.
// Flags of the row, all with id 2: MTE2->V, MTE2->MTE3: loaded   V->MTE3: converted   MTE3->MTE2:
// free
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../ratio128.h"
#include "intrinsic.h"
#include "tokens.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr int32_t kRows = 8;
constexpr uint64_t kTokenBuffers = 4096;

__aicore__ inline void write_row(__gm__ float* normed, __gm__ float* kv_row,
                                 __gm__ bfloat16_t* cache_row) {
  auto row = vec_tile<float, 1, kHeadDim>(0);
  auto converted = vec_tile<bfloat16_t, 1, kHeadDim>(2048);
  auto source = gm_window<1, kHeadDim, kHeadDim>(normed);
  auto kv_target = gm_window<1, kHeadDim, kHeadDim>(kv_row);
  auto cache_target = gm_window<1, kHeadDim, kHeadDim>(cache_row);

  wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID2);
  TLOAD(row, source);
  set_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID2);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID2);

  wait_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID2);
  TSTORE(kv_target, row);

  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID2);
  TCVT(converted, row, RoundMode::CAST_RINT, SaturationMode::OFF);
  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID2);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID2);
  TSTORE(cache_target, converted);
  set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID2);
}

__aicore__ void kv_finalize(__gm__ int32_t* start_pos, const TokenSource& source,
                            __gm__ float* normed_kv, __gm__ int32_t* cache_table,
                            __gm__ bfloat16_t* cmp_kv_cache, __gm__ float* kv, int32_t block) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  token_buffers_start_free();
  set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID2);
  for (int32_t request = block * kRows; request < (block + 1) * kRows; ++request) {
    const Step step{start_pos[request]};
    const int32_t position = step.start / kRatio;
    const int32_t page = cache_table[request * kPages + position / kCachePage];
    const int64_t cache_row = int64_t{page} * kCachePage + position % kCachePage;
    write_row(normed_kv + request * kHeadDim, kv + request * kTokens * kHeadDim,
              cmp_kv_cache + cache_row * kHeadDim);
    for (int32_t token = 0; token < kTokens; ++token) {
      if (step.is_before_end(token)) continue;
      write_token(source, request, token, step.start + token, kTokenBuffers);
    }
  }
  take_back_token_buffers();
  wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID2);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  const TokenSource source{tensor_argument<int32_t>(args, 1), tensor_argument<float>(args, 2),
                           tensor_argument<float>(args, 3), tensor_argument<float>(args, 4),
                           tensor_argument<float>(args, 8)};
  kv_finalize(tensor_argument<int32_t>(args, 0), source, tensor_argument<float>(args, 5),
              tensor_argument<int32_t>(args, 6), tensor_argument<bfloat16_t>(args, 7),
              tensor_argument<float>(args, 9), get_block_idx(args));
}
