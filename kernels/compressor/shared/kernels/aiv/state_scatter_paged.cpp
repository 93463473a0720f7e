// SPDX-License-Identifier: Apache-2.0
// Task 1 of the ratio-4 compressor, one AIV block: the state row of each new token becomes
// (kv, score + ape), through the state block table.
//
// UB: two buffers of 12288 bytes, one per token: kv row, score row, ape row (4096 bytes each).
// Flags, by buffer n: MTE2->V n and MTE2->MTE3 n: loaded   V->MTE3 n: score ready
//                     MTE3->MTE2 n: stored, so free
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../ratio4.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr uint64_t kRowBytes = kOutDim * sizeof(float);

__aicore__ inline void scatter_token(__gm__ float* kv_row, __gm__ float* score_row,
                                     __gm__ float* ape_row, __gm__ float* state, int32_t token) {
  const event_t buffer = static_cast<event_t>(token);
  const uint64_t base = token * 3 * kRowBytes;
  auto kv = vec_tile<float, 1, kOutDim>(base);
  auto score = vec_tile<float, 1, kOutDim>(base + kRowBytes);
  auto ape = vec_tile<float, 1, kOutDim>(base + 2 * kRowBytes);
  auto kv_source = gm_window<1, kOutDim, kOutDim>(kv_row);
  auto score_source = gm_window<1, kOutDim, kOutDim>(score_row);
  auto ape_source = gm_window<1, kOutDim, kOutDim>(ape_row);
  auto kv_target = gm_window<1, kOutDim, kOutDim>(state);
  auto score_target = gm_window<1, kOutDim, kOutDim>(state + kOutDim);

  wait_flag(PIPE_MTE3, PIPE_MTE2, buffer);
  TLOAD(kv, kv_source);
  set_flag(PIPE_MTE2, PIPE_MTE3, buffer);
  TLOAD(score, score_source);
  TLOAD(ape, ape_source);
  set_flag(PIPE_MTE2, PIPE_V, buffer);

  wait_flag(PIPE_MTE2, PIPE_V, buffer);
  TADD(score, score, ape);
  set_flag(PIPE_V, PIPE_MTE3, buffer);

  wait_flag(PIPE_MTE2, PIPE_MTE3, buffer);
  TSTORE(kv_target, kv);
  wait_flag(PIPE_V, PIPE_MTE3, buffer);
  TSTORE(score_target, score);
  set_flag(PIPE_MTE3, PIPE_MTE2, buffer);
}

__aicore__ void state_scatter_paged(__gm__ int32_t* start_pos, __gm__ int32_t* block_table,
                                    __gm__ float* kv_proj, __gm__ float* score_proj,
                                    __gm__ float* ape, __gm__ float* compress_state) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  for (int32_t token = 0; token < kTokens; ++token) {  // both buffers start free
    set_flag(PIPE_MTE3, PIPE_MTE2, static_cast<event_t>(token));
  }
  for (int32_t request = 0; request < kRequests; ++request) {
    const int32_t start = start_pos[request];
    for (int32_t token = 0; token < kTokens; ++token) {
      const int32_t position = start + token;
      // Rows of kv_proj hold all tokens of a request, one after the other.
      const int32_t projected = request * kTokens * kOutDim + token * kOutDim;
      const int32_t row = state_row(block_table, request, position);
      scatter_token(kv_proj + projected, score_proj + projected, ape + position % kRatio * kOutDim,
                    compress_state + int64_t{row} * kStateRow, token);
    }
  }
  for (int32_t token = 0; token < kTokens; ++token) {
    wait_flag(PIPE_MTE3, PIPE_MTE2, static_cast<event_t>(token));
  }
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  state_scatter_paged(tensor_argument<int32_t>(args, 0), tensor_argument<int32_t>(args, 1),
                      tensor_argument<float>(args, 2), tensor_argument<float>(args, 3),
                      tensor_argument<float>(args, 4), tensor_argument<float>(args, 5));
}
