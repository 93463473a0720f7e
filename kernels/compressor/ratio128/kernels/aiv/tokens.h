// SPDX-License-Identifier: Apache-2.0
// What state_scatter_pre and kv_finalize share: the state row of one new token. Tokens up to the
// end of the window that ends in this step are written before it is pooled, those behind it
// afterwards.
//
// UB: two buffers of 6144 bytes from `base` on: kv row, score row, ape row. Flags as in
// state_scatter_paged: MTE2->V and MTE2->MTE3 n: loaded; V->MTE3 n: score ready; MTE3->MTE2 n:
// free.
#pragma once

#include "../../../shared/kernels/ratio4.h"

namespace ratio4 {

constexpr uint64_t kTokenRowBytes = kOutDim * sizeof(float);

/// What a step of one request is about.
struct Step {
  int32_t start;  // absolute position of its first token

  __aicore__ inline bool compresses() const { return start % kRatio + kTokens >= kRatio; }
  __aicore__ inline int32_t window_start() const { return start - start % kRatio; }
  /// Whether a token belongs to the window that ends in this step, or to none that ends.
  __aicore__ inline bool is_before_end(int32_t token) const {
    return !compresses() || start + token < window_start() + kRatio;
  }
};

struct TokenSource {
  __gm__ int32_t* block_table;
  __gm__ float* kv_proj;
  __gm__ float* score_proj;
  __gm__ float* ape;
  __gm__ float* compress_state;
};

static __aicore__ inline void write_token(const TokenSource& source, int32_t request, int32_t token,
                                          int32_t position, uint64_t ub_base) {
  const event_t buffer = static_cast<event_t>(token);
  const uint64_t base = ub_base + token * 3 * kTokenRowBytes;
  auto kv = vec_tile<float, 1, kOutDim>(base);
  auto score = vec_tile<float, 1, kOutDim>(base + kTokenRowBytes);
  auto ape = vec_tile<float, 1, kOutDim>(base + 2 * kTokenRowBytes);
  const int32_t projected = (request * kTokens + token) * kOutDim;
  const int32_t row = state_row(source.block_table, request, position);
  __gm__ float* const state = source.compress_state + int64_t{row} * kStateRow;
  auto kv_source = gm_window<1, kOutDim, kOutDim>(source.kv_proj + projected);
  auto score_source = gm_window<1, kOutDim, kOutDim>(source.score_proj + projected);
  auto ape_source = gm_window<1, kOutDim, kOutDim>(source.ape + position % kRatio * kOutDim);
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

static __aicore__ inline void token_buffers_start_free() {
  for (int32_t token = 0; token < kTokens; ++token) {
    set_flag(PIPE_MTE3, PIPE_MTE2, static_cast<event_t>(token));
  }
}
static __aicore__ inline void take_back_token_buffers() {
  for (int32_t token = 0; token < kTokens; ++token) {
    wait_flag(PIPE_MTE3, PIPE_MTE2, static_cast<event_t>(token));
  }
}

}  // namespace ratio4
