// SPDX-License-Identifier: Apache-2.0
// The vector cores store a word of GM each by scalar code, clean its line, and send a flag to the
// cube core. Missing: dsb, which waits until the line is in GM.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  if (!kCube) {
    __gm__ float* const word = scratch + lane() * kHalf * kCols;
    *word = 5.0f;  // first
    dcci(word, SINGLE_CACHE_LINE, CACHELINE_OUT);
    FIX(dsb(DSB_DDR));
    send<PIPE_MTE3>(2, 0);
  } else {
    wait_flag_dev(0);
  }
  if (kCube) {
    auto matrix = l1_matrix(0);
    auto from = gm<kRows, kCols>(scratch);
    auto to = gm<kRows, kCols>(out);
    TLOAD(matrix, from);  // second
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);
  }
  pipe_barrier(PIPE_ALL);
}
