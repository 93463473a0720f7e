// SPDX-License-Identifier: Apache-2.0
// The second operand goes from L1 to L0B while its load is in flight. Missing: MTE2 to MTE1.
#include "../shared/cube.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto a = matrix<bfloat16_t>(args, 0);
  auto b = matrix<bfloat16_t>(args, 1);
  auto c = matrix<float>(args, 2);
  auto l1_a = l1(0);
  auto l1_b = l1(1);
  auto left = l0a(0);
  auto right = l0b(0);
  auto sum = l0c(0);

  TLOAD(l1_a, a);
  order<PIPE_MTE2, PIPE_MTE1>();
  TLOAD(l1_b, b);  // first
  FIX(order<PIPE_MTE2, PIPE_MTE1>());
  TEXTRACT(left, l1_a, 0, 0);
  TEXTRACT(right, l1_b, 0, 0);  // second
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum, left, right);
  order<PIPE_M, PIPE_FIX>();
  TSTORE(c, sum);
  pipe_barrier(PIPE_ALL);
}
