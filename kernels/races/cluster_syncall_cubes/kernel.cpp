// SPDX-License-Identifier: Apache-2.0
// Each of four cube cores reads what the next one has stored. Missing: the barrier over all cube
// cores.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  const int block = get_block_idx(), next = (block + 1) % 4;
  auto tile = l1_matrix(0);
  auto from = gm<kRows, kCols>(x + block * kElements);
  auto mine = gm<kRows, kCols>(scratch + block * kElements);
  auto others = gm<kRows, kCols>(scratch + next * kElements);
  auto to = gm<kRows, kCols>(out + block * kElements);
  TLOAD(tile, from);
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(mine, tile);  // first
  fence<PIPE_MTE3>();
  FIX(SYNCALL<SyncCoreType::AICOnly>());
  TLOAD(tile, others);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(to, tile);
  pipe_barrier(PIPE_ALL);
}
