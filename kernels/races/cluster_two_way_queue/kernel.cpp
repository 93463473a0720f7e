// SPDX-License-Identifier: Apache-2.0
// A queue in both directions has two rings, one behind the other. Where a block has room for one,
// its vector cores push into the ring from the next block's cube core.
#include "../shared/cluster.h"
#include "../shared/cube.h"

constexpr int kTurns = 3, kSlots = 2, kSlotBytes = kSize * kSize * sizeof(float);
using Queue = TPipe<0, Direction::DIR_BOTH, kSlotBytes, kSlots>;
using Popped = decltype(l1(0));
using Sum = decltype(l0c(0));
using Given = decltype(vec<bfloat16_t, kSize / 2, kSize>(0));
using Result = decltype(vec<float, kSize / 2, kSize>(0));

static AICORE void multiply(Queue& queue, __gm__ bfloat16_t* weights) {
  auto right_l1 = l1(4);
  auto right = l0b(0);
  auto from = gm<kSize, kSize>(weights);
  TLOAD(right_l1, from);
  order<PIPE_MTE2, PIPE_MTE1>();
  TMOV(right, right_l1);
  for (int turn = 0; turn < kTurns; ++turn) {
    Popped popped;
    auto left = l0a(0);
    auto sum = l0c(0);
    TPOP<Queue, Popped, TILE_UP_DOWN>(queue, popped);
    order<PIPE_MTE2, PIPE_MTE1>();
    TMOV(left, popped);
    order<PIPE_MTE1, PIPE_M>();
    TMATMUL(sum, left, right);
    order<PIPE_M, PIPE_FIX>();
    TPUSH<Queue, Sum, TILE_UP_DOWN>(queue, sum);
    order<PIPE_FIX, PIPE_M>();
    order<PIPE_M, PIPE_MTE1>();
    order<PIPE_MTE1, PIPE_MTE2>();
  }
}

static AICORE void give_and_take(Queue& queue, __gm__ bfloat16_t* x, __gm__ float* out) {
  for (int turn = 0; turn < kTurns; ++turn) {
    const int part = (2 * turn + lane()) * kSize / 2 * kSize;
    auto given = vec<bfloat16_t, kSize / 2, kSize>(0);
    Result result = vec<float, kSize / 2, kSize>(0);
    auto from = gm<kSize / 2, kSize>(x + part);
    auto to = gm<kSize / 2, kSize>(out + part);
    TLOAD(given, from);
    order<PIPE_MTE2, PIPE_MTE3>();
    TPUSH<Queue, Given, TILE_UP_DOWN>(queue, given);
    TPOP<Queue, Result, TILE_UP_DOWN>(queue, result);
    order<PIPE_MTE2, PIPE_MTE3>();
    TSTORE(to, result);
    order<PIPE_MTE3, PIPE_MTE2>();
  }
}

extern "C" __global__ AICORE void kernel(__gm__ bfloat16_t* x, __gm__ bfloat16_t* weights,
                                         __gm__ float* ring, __gm__ float* out) {
  const int block = get_block_idx(), elements = kTurns * kSize * kSize;
  const int room = TWIN(2, 1) * kSlots * kSize * kSize;
  Queue queue(ring + block * room, 2 * kSlotBytes, 0);
  if (kCube) {
    multiply(queue, weights);
  } else {
    give_and_take(queue, x + block * elements, out + block * elements);
  }
  pipe_barrier(PIPE_ALL);
}
