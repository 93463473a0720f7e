// SPDX-License-Identifier: Apache-2.0
// A product waits until the one before is stored from L0C. Changed: two places in L0C, in turn.
#include "what_if_cube.h"

extern "C" __global__ AICORE void second_result(__gm__ half* x, __gm__ float* y) {
  constexpr int kPlaces = kChanged ? 2 : 1;
  L1Operand a = tile_at<L1Operand>(0), b = tile_at<L1Operand>(kOperandBytes);
  GmOperand from_a = operand(x, 0), from_b = operand(x, 1);
  Left left = tile_at<Left>(0);
  Right right = tile_at<Right>(0);
  TLOAD(a, from_a);
  TLOAD(b, from_b);
  order<PIPE_MTE2, PIPE_MTE1>(0);
  TEXTRACT(left, a, 0, 0);
  TEXTRACT(right, b, 0, 0);
  order<PIPE_MTE1, PIPE_M>(0);
  give<PIPE_FIX, PIPE_M>(kPlaces);
  for (int step = 0; step < kSteps; ++step) {
    const int place = step % kPlaces;
    Result product = tile_at<Result>(place * kResultBytes);
    GmResult to = result(y, step % 4);
    wait_flag(PIPE_FIX, PIPE_M, event(place));  // this wait
    TMATMUL(product, left, right);
    order<PIPE_M, PIPE_FIX>(place);
    TSTORE(to, product);
    set_flag(PIPE_FIX, PIPE_M, event(place));
  }
  take_back<PIPE_FIX, PIPE_M>(kPlaces);
}
