// SPDX-License-Identifier: Apache-2.0
// Operands come through one place in L1. Changed: through two, in turn.
#include "what_if_cube.h"

extern "C" __global__ AICORE void second_l1_stage(__gm__ half* x, __gm__ float* y) {
  constexpr int kStages = kChanged ? 2 : 1;
  Result sum = tile_at<Result>(0);
  give<PIPE_MTE1, PIPE_MTE2>(kStages);
  give<PIPE_M, PIPE_MTE1>(1);
  for (int step = 0; step < kSteps / 2; ++step) {
    const int stage = step % kStages;
    L1Operand a = tile_at<L1Operand>(2 * stage * kOperandBytes);
    L1Operand b = tile_at<L1Operand>((2 * stage + 1) * kOperandBytes);
    Left left = tile_at<Left>(0);
    Right right = tile_at<Right>(0);
    GmOperand from_a = operand(x, step % 2), from_b = operand(x, (step + 1) % 2);
    wait_flag(PIPE_MTE1, PIPE_MTE2, event(stage));  // this wait
    TLOAD(a, from_a);
    TLOAD(b, from_b);
    order<PIPE_MTE2, PIPE_MTE1>(stage);
    wait_flag(PIPE_M, PIPE_MTE1, EVENT_ID0);
    TEXTRACT(left, a, 0, 0);
    TEXTRACT(right, b, 0, 0);
    set_flag(PIPE_MTE1, PIPE_MTE2, event(stage));
    order<PIPE_MTE1, PIPE_M>(0);
    if (step == 0) {
      TMATMUL(sum, left, right);
    } else {
      TMATMUL_ACC(sum, sum, left, right);
    }
    pipe_barrier(PIPE_M);
    set_flag(PIPE_M, PIPE_MTE1, EVENT_ID0);
  }
  take_back<PIPE_MTE1, PIPE_MTE2>(kStages);
  take_back<PIPE_M, PIPE_MTE1>(1);
  order<PIPE_M, PIPE_FIX>(0);
  GmResult to = result(y, 0);
  TSTORE(to, sum);
}
