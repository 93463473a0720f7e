// SPDX-License-Identifier: Apache-2.0
// A chain of products into one result without barriers of M: right for 16 boxes of 16 x 16, where
// the next product comes to a box after the one before has left it, wrong for 4.
#include "../shared/cube.h"

extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  constexpr int kEdge = TWIN(64, 32);
  auto a = matrix<bfloat16_t, kEdge>(args, 0);
  auto b = matrix<bfloat16_t, kEdge>(args, 1);
  auto c = matrix<float, kEdge>(args, 2);
  auto l1_a = l1<kEdge>(0);
  auto l1_b = l1<kEdge>(1);
  auto left = l0a<kEdge>(0);
  auto right = l0b<kEdge>(0);
  auto sum = l0c<kEdge>(0);

  TLOAD(l1_a, a);
  TLOAD(l1_b, b);
  order<PIPE_MTE2, PIPE_MTE1>();
  TEXTRACT(left, l1_a, 0, 0);
  TEXTRACT(right, l1_b, 0, 0);
  order<PIPE_MTE1, PIPE_M>();
  TMATMUL(sum, left, right);           // first
  TMATMUL_ACC(sum, sum, left, right);  // second
  order<PIPE_M, PIPE_FIX>();
  TSTORE(c, sum);
  pipe_barrier(PIPE_ALL);
}
