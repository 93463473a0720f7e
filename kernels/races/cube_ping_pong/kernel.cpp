// SPDX-License-Identifier: Apache-2.0
// The left operands alternate between two buffers of L0A, with a release flag for each; in the racy
// twin both are the same (R09).
#include "../shared/cube.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kBuffers = TWIN(2, 1);
  auto b = matrix<bfloat16_t>(args, 1);
  auto c = matrix<float>(args, 2);
  auto l1_b = l1(4);
  auto right = l0b(0);
  auto sum = l0c(0);

  TLOAD(l1_b, b);
  order<PIPE_MTE2, PIPE_MTE1>(EVENT_ID2);
  TEXTRACT(right, l1_b, 0, 0);
  set_flag(PIPE_M, PIPE_MTE1, EVENT_ID0);
  set_flag(PIPE_M, PIPE_MTE1, EVENT_ID1);
  for (int i = 0; i < 4; ++i) {
    const event_t event = static_cast<event_t>(i % 2);
    auto a = matrix<bfloat16_t>(args, 0, i);
    auto l1_a = l1(i);
    auto left = l0a(i % kBuffers);
    TLOAD(l1_a, a);
    order<PIPE_MTE2, PIPE_MTE1>(event);
    wait_flag(PIPE_M, PIPE_MTE1, event);
    pipe_barrier(PIPE_MTE1);
    TEXTRACT(left, l1_a, 0, 0);  // second
    order<PIPE_MTE1, PIPE_M>(event);
    pipe_barrier(PIPE_M);
    if (i == 0) {
      TMATMUL(sum, left, right);  // first
    } else {
      TMATMUL_ACC(sum, sum, left, right);
    }
    set_flag(PIPE_M, PIPE_MTE1, event);
  }
  wait_flag(PIPE_M, PIPE_MTE1, EVENT_ID0);
  wait_flag(PIPE_M, PIPE_MTE1, EVENT_ID1);
  order<PIPE_M, PIPE_FIX>();
  TSTORE(c, sum);
  pipe_barrier(PIPE_ALL);
}
