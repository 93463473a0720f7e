// SPDX-License-Identifier: Apache-2.0
// A product is stored to GM and loaded again as an operand. Missing: that FIX has finished and its
// stores are visible before MTE2 loads.
#include "../shared/cube.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  auto a = matrix<bfloat16_t>(args, 0);
  auto b = matrix<bfloat16_t>(args, 1);
  auto scratch = matrix<bfloat16_t>(args, 2);
  auto c = matrix<float>(args, 3);
  auto l1_a = l1(0);
  auto l1_b = l1(1);
  auto left = l0a(0);
  auto right = l0b(0);
  auto sum = l0c(0);
  auto l1_product = l1(2);
  auto left_product = l0a(1);
  auto sum_of_product = l0c(1);

  TLOAD(l1_a, a);
  TLOAD(l1_b, b);
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left, l1_a, 0, 0);
  TEXTRACT(right, l1_b, 0, 0);
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum, left, right);
  order<PIPE_M, PIPE_FIX>();
  TSTORE(scratch, sum);  // first
  FIX(fence<PIPE_FIX>());
  TLOAD(l1_product, scratch);  // second
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left_product, l1_product, 0, 0);
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum_of_product, left_product, right);
  order<PIPE_M, PIPE_FIX>();
  TSTORE(c, sum_of_product);
  pipe_barrier(PIPE_ALL);
}
