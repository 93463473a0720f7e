// SPDX-License-Identifier: Apache-2.0
// rmsnorm_rope before #427, a task of 16 requests: all 8 chunks are normalised and stored, and the
// last one is loaded back from normed_kv to be rotated. This is the same-tensor round trip through
// GM: only a flag MTE3->MTE2 stands between the store and the load (contested, PTOAS#730).
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../../shared/kernels/aiv/index_interleave.h"

using namespace pto;

namespace {

using namespace ratio4;

__aicore__ void rmsnorm_rope(const RowTile& rows) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  load_angles(rows);
  load_index_rows(rows);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID1);
  inverse_rms(rows);
  normalize_and_store(rows, kHeadDim);

  load_chunk(rows.normed, rows.first_request, kNopeDim);
  set_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  wait_flag(PIPE_MTE2, PIPE_V, EVENT_ID0);
  rotate_pairs();
  interleave_by_index();
  pipe_barrier(PIPE_MTE3);  // over the normalised chunk, in GM
  store_chunk(rows, kNopeDim);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  const RowTile rows{tensor_argument<float>(args, 0),   tensor_argument<float>(args, 1),
                     tensor_argument<float>(args, 2),   tensor_argument<float>(args, 3),
                     tensor_argument<int32_t>(args, 4), tensor_argument<int32_t>(args, 5),
                     tensor_argument<float>(args, 6),   int32_argument(args, 7)};
  rmsnorm_rope(rows);
}
