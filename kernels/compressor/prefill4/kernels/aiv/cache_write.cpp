// SPDX-License-Identifier: Apache-2.0
// Task 3 of the ratio-4 prefill, 2 AIV blocks of 16 windows: each row goes to the cache row of its
// window, found through the cache block table, as bf16 rounded to nearest even.
//
// UB: the row in f32 at 0, in bf16 at 2048.
// Flags: MTE2->V 0: row loaded   V->MTE3 0: converted   V->MTE2 0 and MTE3->V 0: buffers free
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../prefill4.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

__aicore__ void cache_write(__gm__ int32_t* start_pos, __gm__ float* kv,
                            __gm__ int32_t* block_table, __gm__ bfloat16_t* cmp_kv_cache,
                            int32_t block) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  const int32_t start = start_pos[0];
  set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  set_flag(PIPE_MTE3, PIPE_V, EVENT_ID0);
  for (int32_t window = block * kWindowTile; window < (block + 1) * kWindowTile; ++window) {
    const int32_t position = window_start(start, window) / kRatio;
    const int32_t page = block_table[position / kCachePage];
    const int64_t cache_row = int64_t{page} * kCachePage + position % kCachePage;
    auto row = vec_tile<float, 1, kHeadDim>(0);
    auto converted = vec_tile<bfloat16_t, 1, kHeadDim>(2048);
    auto source = gm_window<1, kHeadDim, kHeadDim>(kv + window * kHeadDim);
    auto target = gm_window<1, kHeadDim, kHeadDim>(cmp_kv_cache + cache_row * kHeadDim);

    wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    TLOAD(row, source);
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);

    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    wait_flag(PIPE_MTE3, PIPE_V, EVENT_ID0);
    TCVT(converted, row, RoundMode::CAST_RINT, SaturationMode::OFF);
    set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);

    wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    TSTORE(target, converted);
    set_flag(PIPE_MTE3, PIPE_V, EVENT_ID0);
  }
  wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
  wait_flag(PIPE_MTE3, PIPE_V, EVENT_ID0);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  cache_write(tensor_argument<int32_t>(args, 0), tensor_argument<float>(args, 1),
              tensor_argument<int32_t>(args, 2), tensor_argument<bfloat16_t>(args, 3),
              get_block_idx(args));
}
