// SPDX-License-Identifier: Apache-2.0
// Task 4 of the ratio-4 compressor, one AIV block: each request's row goes to kv as f32 and to its
// cache row, found through the cache block table, as bf16 rounded to nearest even.
//
// UB: the row in f32 at 0, in bf16 at 2048.
// Flags: MTE2->V 0 and MTE2->MTE3 0: row loaded   V->MTE3 0: converted   MTE3->MTE2 0: stored
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../ratio4.h"

using namespace pto;

namespace {

using namespace ratio4;

__aicore__ void kv_and_cache_write(__gm__ int32_t* start_pos, __gm__ float* normed_kv,
                                   __gm__ int32_t* block_table, __gm__ bfloat16_t* cmp_kv_cache,
                                   __gm__ float* kv) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
  for (int32_t request = 0; request < kRequests; ++request) {
    const int32_t cache_position = start_pos[request] / kRatio;
    const int32_t page = block_table[request * kPages + cache_position / kCachePage];
    const int64_t cache_row = int64_t{page} * kCachePage + cache_position % kCachePage;
    auto row = vec_tile<float, 1, kHeadDim>(0);
    auto converted = vec_tile<bfloat16_t, 1, kHeadDim>(2048);
    auto source = gm_window<1, kHeadDim, kHeadDim>(normed_kv + request * kHeadDim);
    auto kv_target = gm_window<1, kHeadDim, kHeadDim>(kv + request * kTokens * kHeadDim);
    auto cache_target = gm_window<1, kHeadDim, kHeadDim>(cmp_kv_cache + cache_row * kHeadDim);

    wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
    TLOAD(row, source);
    set_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID0);
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);

    wait_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID0);
    TSTORE(kv_target, row);

    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    TCVT(converted, row, RoundMode::CAST_RINT, SaturationMode::OFF);
    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    TSTORE(cache_target, converted);
    set_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
  }
  wait_flag(PIPE_MTE3, PIPE_MTE2, EVENT_ID0);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  kv_and_cache_write(tensor_argument<int32_t>(args, 0), tensor_argument<float>(args, 1),
                     tensor_argument<int32_t>(args, 2), tensor_argument<bfloat16_t>(args, 3),
                     tensor_argument<float>(args, 4));
}
