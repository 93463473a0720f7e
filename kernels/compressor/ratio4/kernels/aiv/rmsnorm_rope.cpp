// SPDX-License-Identifier: Apache-2.0
// rmsnorm_rope as one task of 4 blocks of 16 requests, mask scatter: the form without a race.
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../../shared/kernels/aiv/mask_interleave.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

__aicore__ void rmsnorm_rope(const RowTile& rows) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  load_angles(rows);
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
  const RowTile rows{tensor_argument<float>(args, 0),
                     tensor_argument<float>(args, 1),
                     tensor_argument<float>(args, 2),
                     tensor_argument<float>(args, 3),
                     nullptr,
                     nullptr,
                     tensor_argument<float>(args, 4),
                     kRows * get_block_idx(args)};
  rmsnorm_rope(rows);
}
