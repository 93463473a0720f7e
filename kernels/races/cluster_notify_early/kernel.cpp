// SPDX-License-Identifier: Apache-2.0
// Block 0 stores a row and notifies block 1, which waits and loads it (R50). Missing: that the
// store is in GM when the signal is given.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* scratch, __gm__ float* out,
                                         __gm__ int32_t* signals) {
  comm::Signal signal(signals);
  auto tile = vec<float, 1, kCols>(0);
  auto row = gm<1, kCols>(scratch);
  auto to = gm<1, kCols>(out);
  if (get_block_idx() == 0) {
    TEXPANDS(tile, 5.0f);
    order<PIPE_V, PIPE_MTE3>();
    TSTORE(row, tile);  // first
    FIX(fence<PIPE_MTE3>());
    comm::TNOTIFY(signal, 1, comm::NotifyOp::AtomicAdd);
  } else {
    comm::TWAIT(signal, 1, comm::WaitCmp::GE);
    TLOAD(tile, row);  // second
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, tile);
  }
  pipe_barrier(PIPE_ALL);
}
