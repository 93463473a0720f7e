// SPDX-License-Identifier: Apache-2.0
// Vector cores read what the cube core of another block has stored. A flag inside the block is not
// enough: missing is the barrier over all cores of both kinds.
#include "../shared/cluster.h"

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  const int block = get_block_idx(), next = (block + 1) % 2;
  if (kCube) {
    auto matrix = l1_matrix(0);
    auto from = gm<kRows, kCols>(x);
    auto to = gm<kRows, kCols>(scratch + block * kElements);
    TLOAD(matrix, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, matrix);  // first
    fence<PIPE_MTE3>();
  }
  TWIN(SYNCALL<SyncCoreType::Mix>(), cube_to_vectors<PIPE_MTE3>(0));
  if (!kCube) {
    auto half = half_tile(0);
    auto from = half_of(scratch + next * kElements);
    auto to = half_of(out + block * kElements);
    TLOAD(half, from);  // second
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, half);
  }
  pipe_barrier(PIPE_ALL);
}
