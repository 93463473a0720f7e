// SPDX-License-Identifier: Apache-2.0
// Task 2 of the ratio-4 prefill, 2 AIV blocks of 16 windows: the steps of the decode program, with
// the angles of each window's first position.
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../prefill4.h"

#include "../../../shared/kernels/aiv/mask_interleave.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

/// Row i of the angles is the one of window i's first position, kRatio rows after the one before.
__aicore__ inline void load_window_angles(const RowTile& rows, int32_t start) {
  auto cos = vec_tile<float, kRows, kPairs>(ub::kCos);
  auto sin = vec_tile<float, kRows, kPairs>(ub::kSin);
  const int32_t first = window_start(start, rows.first_request) * kPairs;
  auto cos_source = gm_window<kRows, kPairs, kRatio * kPairs>(rows.cos + first);
  auto sin_source = gm_window<kRows, kPairs, kRatio * kPairs>(rows.sin + first);
  TLOAD(cos, cos_source);
  TLOAD(sin, sin_source);
}

__aicore__ void rmsnorm_rope(__gm__ int32_t* start_pos, const RowTile& rows) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  load_window_angles(rows, start_pos[0]);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID1);
  inverse_rms(rows);
  normalize_and_store(rows, kNopeDim);
  normalize_chunk(rows, kNopeDim);
  rotate_pairs();
  interleave_by_mask();
  store_chunk(rows, kNopeDim);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  const RowTile rows{tensor_argument<float>(args, 1),
                     tensor_argument<float>(args, 2),
                     tensor_argument<float>(args, 3),
                     tensor_argument<float>(args, 4),
                     nullptr,
                     nullptr,
                     tensor_argument<float>(args, 5),
                     kRows * get_block_idx(args)};
  rmsnorm_rope(tensor_argument<int32_t>(args, 0), rows);
}
