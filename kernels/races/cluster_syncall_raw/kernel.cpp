// SPDX-License-Identifier: Apache-2.0
// Each of four vector cores reads what the next one has stored. Missing: the barrier over all
// vector cores.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* scratch, __gm__ float* out) {
  const int block = get_block_idx(), next = (block + 1) % 4;
  auto tile = vec<float, 1, kCols>(0);
  auto mine = gm<1, kCols>(scratch + block * kCols);
  auto others = gm<1, kCols>(scratch + next * kCols);
  auto to = gm<1, kCols>(out + block * kCols);
  TEXPANDS(tile, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(mine, tile);  // first
  fence<PIPE_MTE3>();
  FIX(SYNCALL<SyncCoreType::AIVOnly>());
  TLOAD(tile, others);  // second
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(to, tile);
  pipe_barrier(PIPE_ALL);
}
