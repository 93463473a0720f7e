// SPDX-License-Identifier: Apache-2.0
// The vector cores give a slot of a queue back before they load from it, and the cube core fills
// it again.
#include "../shared/cluster.h"

using Queue = TPipe<0, Direction::DIR_C2V, kElements * sizeof(float), 1>;
using Slot = GlobalTensor<float, Shape<1, 1, 1, kRows, kCols>, Stride<1, 1, 1, kCols, 1>>;
using HalfSlot = GlobalTensor<float, Shape<1, 1, 1, kHalf, kCols>, Stride<1, 1, 1, kCols, 1>>;

extern "C" __global__ AICORE void kernel(__gm__ float* x, __gm__ float* scratch,
                                         __gm__ float* out) {
  Queue queue(scratch, 0, 0);
  for (int turn = 0; turn < 2; ++turn) {
    if (kCube) {
      auto matrix = l1_matrix(turn * kElements * sizeof(float));
      auto from = gm<kRows, kCols>(x + turn * kElements);
      TLOAD(matrix, from);
      order<PIPE_MTE2, PIPE_MTE3>();
      Slot slot;
      TALLOC<Queue, Slot, TILE_UP_DOWN>(queue, slot);
      TSTORE(slot, matrix);  // second
      fence<PIPE_MTE3>();
      TPUSH<Queue, Slot, TILE_UP_DOWN>(queue, slot);
    } else {
      auto half = half_tile(turn * kElements * sizeof(float));
      auto to = half_of(out + turn * kElements);
      HalfSlot slot;
      TPOP<Queue, HalfSlot, TILE_UP_DOWN>(queue, slot);
      TWIN(, (TFREE<Queue, HalfSlot, TILE_UP_DOWN>(queue, slot)));
      TLOAD(half, slot);  // first
      TWIN((TFREE<Queue, HalfSlot, TILE_UP_DOWN>(queue, slot)), );
      order<PIPE_MTE2, PIPE_MTE3>();
      TSTORE(to, half);
    }
  }
  pipe_barrier(PIPE_ALL);
}
