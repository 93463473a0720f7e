// SPDX-License-Identifier: Apache-2.0
// A row per iteration: load, multiply, store, each instruction and each flag written out.
#include "cce/cce.h"

constexpr int kColumns = 256;
constexpr int kLanes = 64;  // of float32 a repeat

__global__ __aicore__ void scale(__gm__ float* x, __gm__ float* y, float factor, int rows) {
  __ubuf__ float* const row_in = reinterpret_cast<__ubuf__ float*>(get_imm(0));
  __ubuf__ float* const row_out = row_in + kColumns;
  set_mask_norm();
  set_vector_mask(~std::uint64_t{0}, ~std::uint64_t{0});
  for (std::int64_t row = block_idx; row < rows; row += block_num) {
    copy_gm_to_ubuf_align_b32(row_in, x + row * kColumns, 0, 1, kColumns * sizeof(float), 0, 0, 0,
                              0);
    set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
    vmuls(row_out, row_in, factor, kColumns / kLanes, 1, 1, 8, 8);
    set_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    wait_flag(PIPE_V, PIPE_MTE3, EVENT_ID0);
    copy_ubuf_to_gm_align_b32(y + row * kColumns, row_out, 0, 1, kColumns * sizeof(float), 0, 0, 0,
                              0);
    // The next row's load and product come after this row's product and store.
    set_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    wait_flag(PIPE_V, PIPE_MTE2, EVENT_ID0);
    set_flag(PIPE_MTE3, PIPE_V, EVENT_ID0);
    wait_flag(PIPE_MTE3, PIPE_V, EVENT_ID0);
  }
}
