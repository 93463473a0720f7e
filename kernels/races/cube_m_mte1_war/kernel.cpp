// SPDX-License-Identifier: Apache-2.0
// L0A gets its next operand while the product may still read the last one (R09).
// Missing: M to MTE1, the release.
#include "../shared/cube.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto a0 = matrix<bfloat16_t>(args, 0, 0);
  auto a1 = matrix<bfloat16_t>(args, 0, 1);
  auto b = matrix<bfloat16_t>(args, 1);
  auto c0 = matrix<float>(args, 2, 0);
  auto c1 = matrix<float>(args, 2, 1);
  auto l1_a0 = l1(0);
  auto l1_a1 = l1(1);
  auto l1_b = l1(2);
  auto left = l0a(0);
  auto right = l0b(0);
  auto sum0 = l0c(0);
  auto sum1 = l0c(1);

  TLOAD(l1_a0, a0);
  TLOAD(l1_a1, a1);
  TLOAD(l1_b, b);
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left, l1_a0, 0, 0);
  TEXTRACT(right, l1_b, 0, 0);
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum0, left, right);  // first
  FIX(order<PIPE_M, PIPE_MTE1>());
  pipe_barrier(PIPE_MTE1);
  TEXTRACT(left, l1_a1, 0, 0);  // second
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum1, left, right);
  order<PIPE_M, PIPE_FIX>();
  TSTORE(c0, sum0);
  TSTORE(c1, sum1);
  pipe_barrier(PIPE_ALL);
}
