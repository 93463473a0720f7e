// SPDX-License-Identifier: Apache-2.0
// Task 1 of the ratio-128 compressor, one AIV block: the state rows of the tokens up to the end of
// the window that ends in this step, if any.
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../../ratio128.h"
#include "tokens.h"

using namespace pto;

namespace {

using namespace ratio4;

__aicore__ void state_scatter_pre(__gm__ int32_t* start_pos, const TokenSource& source) {
#if defined(__DAV_VEC__)
  set_mask_norm();
  set_vector_mask(-1, -1);
  token_buffers_start_free();
  for (int32_t request = 0; request < kRequests; ++request) {
    const Step step{start_pos[request]};
    for (int32_t token = 0; token < kTokens; ++token) {
      if (step.is_before_end(token)) write_token(source, request, token, step.start + token, 0);
    }
  }
  take_back_token_buffers();
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  state_scatter_pre(tensor_argument<int32_t>(args, 0),
                    {tensor_argument<int32_t>(args, 1), tensor_argument<float>(args, 2),
                     tensor_argument<float>(args, 3), tensor_argument<float>(args, 4),
                     tensor_argument<float>(args, 5)});
}
