// SPDX-License-Identifier: Apache-2.0
// One of four vector cores returns before the barrier over all of them.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* scratch, __gm__ float* out) {
  TWIN(, if (get_block_idx() == 3) return );
  const int block = get_block_idx(), next = (block + 1) % 4;
  auto tile = vec<float, 1, kCols>(0);
  auto mine = gm<1, kCols>(scratch + block * kCols);
  auto others = gm<1, kCols>(scratch + next * kCols);
  auto to = gm<1, kCols>(out + block * kCols);
  TEXPANDS(tile, 5.0f);
  order<PIPE_V, PIPE_MTE3>();
  TSTORE(mine, tile);
  fence<PIPE_MTE3>();
  SYNCALL<SyncCoreType::AIVOnly>();
  TLOAD(tile, others);
  order<PIPE_MTE2, PIPE_MTE3>();
  TSTORE(to, tile);
  pipe_barrier(PIPE_ALL);
}
