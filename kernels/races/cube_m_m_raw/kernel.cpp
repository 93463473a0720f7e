// SPDX-License-Identifier: Apache-2.0
// A product adds to sums that the product before it is still writing. Missing: the barrier of M.
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
  TLOAD(l1_b, b);
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left, l1_a, 0, 0);
  TEXTRACT(right, l1_b, 0, 0);
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum, left, right);  // first
  FIX(pipe_barrier(PIPE_M));
  TMATMUL_ACC(sum, sum, left, right);  // second
  order<PIPE_M, PIPE_FIX>();
  TSTORE(c, sum);
  pipe_barrier(PIPE_ALL);
}
