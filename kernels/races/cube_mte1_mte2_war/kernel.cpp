// SPDX-License-Identifier: Apache-2.0
// L1 gets the next operand while the last one may still be going to L0A (R09, R10).
// Missing: MTE1 to MTE2, the release.
#include "../shared/cube.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto a0 = matrix<bfloat16_t>(args, 0, 0);
  auto a1 = matrix<bfloat16_t>(args, 0, 1);
  auto b = matrix<bfloat16_t>(args, 1);
  auto c0 = matrix<float>(args, 2, 0);
  auto c1 = matrix<float>(args, 2, 1);
  auto l1_a = l1(0);
  auto l1_b = l1(1);
  auto left0 = l0a(0);
  auto left1 = l0a(1);
  auto right = l0b(0);
  auto sum0 = l0c(0);
  auto sum1 = l0c(1);

  TLOAD(l1_a, a0);
  TLOAD(l1_b, b);
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left0, l1_a, 0, 0);  // first
  FIX(order<PIPE_MTE1, PIPE_MTE2>());
  pipe_barrier(PIPE_MTE2);
  TLOAD(l1_a, a1);  // second
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left1, l1_a, 0, 0);
  TEXTRACT(right, l1_b, 0, 0);
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum0, left0, right);
  TMATMUL(sum1, left1, right);
  order<PIPE_M, PIPE_FIX>();
  TSTORE(c0, sum0);
  TSTORE(c1, sum1);
  pipe_barrier(PIPE_ALL);
}
