// SPDX-License-Identifier: Apache-2.0
// Task 3b, only before #427, 4 AIV blocks: copies 16 rows of normed_kv to kv_final.
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../../shared/kernels/ratio4.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr int32_t kRows = 16;

__aicore__ void kv_write(__gm__ float* normed_kv, __gm__ float* kv_final, int32_t block) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  const int32_t first = block * kRows * kHeadDim;
  auto rows = vec_tile<float, kRows, kHeadDim>(0);
  auto source = gm_window<kRows, kHeadDim, kHeadDim>(normed_kv + first);
  auto target = gm_window<kRows, kHeadDim, kHeadDim>(kv_final + first);
  TLOAD(rows, source);
  set_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID0);
  wait_flag(PIPE_MTE2, PIPE_MTE3, EVENT_ID0);
  TSTORE(target, rows);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  kv_write(tensor_argument<float>(args, 0), tensor_argument<float>(args, 1), get_block_idx(args));
}
