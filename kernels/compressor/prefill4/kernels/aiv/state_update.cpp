// SPDX-License-Identifier: Apache-2.0
// Task 4 of the ratio-4 prefill, 16 AIV blocks, one for each of the last 16 positions: its row of
// the state becomes (kv, score + ape). These are the rows of older positions, which softmax_pool
// still reads, so this must come after all of its blocks.
//
// UB: kv row, score row, ape row, 4096 bytes each.
// Flags: MTE2->V 0 and MTE2->MTE3 0: loaded   V->MTE3 0: score ready
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../prefill4.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr uint64_t kRowBytes = kOutDim * sizeof(float);

__aicore__ void state_update(__gm__ int32_t* start_pos, __gm__ int32_t* block_table,
                             __gm__ float* kv_proj, __gm__ float* score_proj, __gm__ float* ape,
                             __gm__ float* compress_state, int32_t block) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  const int32_t token = kSteps - kRing + block;
  const int32_t position = start_pos[0] + token;
  __gm__ float* const state =
      compress_state + int64_t{state_row(block_table, 0, position)} * kStateRow;
  auto kv = vec_tile<float, 1, kOutDim>(0);
  auto score = vec_tile<float, 1, kOutDim>(kRowBytes);
  auto added = vec_tile<float, 1, kOutDim>(2 * kRowBytes);
  auto kv_source = gm_window<1, kOutDim, kOutDim>(kv_proj + token * kOutDim);
  auto score_source = gm_window<1, kOutDim, kOutDim>(score_proj + token * kOutDim);
  auto ape_source = gm_window<1, kOutDim, kOutDim>(ape + position % kRatio * kOutDim);
  auto kv_target = gm_window<1, kOutDim, kOutDim>(state);
  auto score_target = gm_window<1, kOutDim, kOutDim>(state + kOutDim);

  TLOAD(kv, kv_source);
  set_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID0);
  TLOAD(score, score_source);
  TLOAD(added, ape_source);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);

  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  TADD(score, score, added);
  set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);

  wait_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID0);
  TSTORE(kv_target, kv);
  wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
  TSTORE(score_target, score);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  state_update(tensor_argument<int32_t>(args, 0), tensor_argument<int32_t>(args, 1),
               tensor_argument<float>(args, 2), tensor_argument<float>(args, 3),
               tensor_argument<float>(args, 4), tensor_argument<float>(args, 5),
               get_block_idx(args));
}
