// SPDX-License-Identifier: Apache-2.0
// One place in L0A and L0B for the operands of a product. Changed: two, in turn.
#include "what_if_cube.h"

extern "C" __global__ AICORE void second_l0_buffer(__gm__ half* x, __gm__ float* y) {
  constexpr int kPlaces = kChanged ? 2 : 1;
  L1Operand a = tile_at<L1Operand>(0), b = tile_at<L1Operand>(kOperandBytes);
  GmOperand from_a = operand(x, 0), from_b = operand(x, 1);
  Result sum = tile_at<Result>(0);
  TLOAD(a, from_a);
  TLOAD(b, from_b);
  order<PIPE_MTE2, PIPE_MTE1>(0);
  give<PIPE_M, PIPE_MTE1>(kPlaces);
  for (int step = 0; step < kSteps; ++step) {
    const int place = step % kPlaces;
    Left left = tile_at<Left>(place * kOperandBytes);
    Right right = tile_at<Right>(place * kOperandBytes);
    wait_flag(PIPE_M, PIPE_MTE1, event(place));  // this wait
    TEXTRACT(left, a, 0, 0);
    TEXTRACT(right, b, 0, 0);
    order<PIPE_MTE1, PIPE_M>(place);
    if (step == 0) {
      TMATMUL(sum, left, right);
    } else {
      TMATMUL_ACC(sum, sum, left, right);
    }
    pipe_barrier(PIPE_M);
    set_flag(PIPE_M, PIPE_MTE1, event(place));
  }
  take_back<PIPE_M, PIPE_MTE1>(kPlaces);
  order<PIPE_M, PIPE_FIX>(0);
  GmResult to = result(y, 0);
  TSTORE(to, sum);
}
