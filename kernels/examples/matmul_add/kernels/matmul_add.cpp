// SPDX-License-Identifier: Apache-2.0
// c = a * b + d, a and b [256,256] bf16, c and d f32. A block is one cube core and two vector
// cores, and has 64 rows of c, in four tiles of 64 columns:
//
//   cube    GM --MTE2--> L1 --MTE1--> L0A, L0B --M--> L0C --FIX--> slot in GM
//   vector  slot --MTE2--> UB, d --MTE2--> UB, --V--> UB --MTE3--> c      (32 rows each)
//
// The queue's flags order the two: a slot is full, and two slots are free again. The cube core
// waits until its store is in GM before it says that a slot is full (rule
// cross_core.flag_no_fence).
#include <cstdint>

#include <pto/pto-inst.hpp>

using namespace pto;

constexpr int kSize = 256;  // rows and columns of all matrices
constexpr int kTile = 64;   // rows of a block, columns of a tile
constexpr int kTiles = kSize / kTile;
constexpr uint32_t kSlotBytes = kTile * kTile * sizeof(float);
constexpr int kHalf = kTile / 2;  // rows of a vector core

using Queue = TPipe<0, Direction::DIR_C2V, kSlotBytes, 2>;
template <int Rows>
using Matrix = GlobalTensor<float, Shape<1, 1, 1, Rows, kTile>, Stride<1, 1, 1, kSize, 1>>;
template <int Rows>
using Slot = GlobalTensor<float, Shape<1, 1, 1, Rows, kTile>, Stride<1, 1, 1, kTile, 1>>;

static AICORE event_t event(int i) { return static_cast<event_t>(i % 2); }

#ifdef __DAV_CUBE__
using GmA = GlobalTensor<bfloat16_t, Shape<1, 1, 1, kTile, kSize>, Stride<1, 1, 1, kSize, 1>>;
using GmB = GlobalTensor<bfloat16_t, Shape<1, 1, 1, kSize, kTile>, Stride<1, 1, 1, kSize, 1>>;
using L1A = Tile<TileType::Mat, bfloat16_t, kTile, kSize, BLayout::ColMajor, kTile, kSize,
                 SLayout::RowMajor, 512>;
using L1B = Tile<TileType::Mat, bfloat16_t, kSize, kTile, BLayout::ColMajor, kSize, kTile,
                 SLayout::RowMajor, 512>;
constexpr uint32_t kOperandBytes = kTile * kSize * sizeof(bfloat16_t);

static AICORE void multiply(__gm__ bfloat16_t* a, __gm__ bfloat16_t* b, Queue& queue) {
  L1A l1_a;
  TileLeft<bfloat16_t, kTile, kSize> l0_a;
  TASSIGN(l1_a, 0);
  TASSIGN(l0_a, 0);
  GmA a_rows(a);
  TLOAD(l1_a, a_rows);
  for (int i = 0; i < 2; ++i) {  // all buffers start free
    set_flag(PIPE_MTE1, PIPE_MTE2, event(i));
    set_flag(PIPE_M, PIPE_MTE1, event(i));
    set_flag(PIPE_FIX, PIPE_M, event(i));
  }
  for (int i = 0; i < kTiles; ++i) {
    L1B l1_b;
    TileRight<bfloat16_t, kSize, kTile> l0_b;
    TileAcc<float, kTile, kTile> sum;
    TASSIGN(l1_b, (1 + i % 2) * kOperandBytes);
    TASSIGN(l0_b, i % 2 * kOperandBytes);
    TASSIGN(sum, i % 2 * kSlotBytes);
    GmB b_columns(b + i * kTile);

    wait_flag(PIPE_MTE1, PIPE_MTE2, event(i));
    TLOAD(l1_b, b_columns);
    set_flag(PIPE_MTE2, PIPE_MTE1, event(i));
    wait_flag(PIPE_MTE2, PIPE_MTE1, event(i));

    wait_flag(PIPE_M, PIPE_MTE1, event(i));
    if (i == 0) TEXTRACT(l0_a, l1_a, 0, 0);
    TEXTRACT(l0_b, l1_b, 0, 0);
    set_flag(PIPE_MTE1, PIPE_MTE2, event(i));
    set_flag(PIPE_MTE1, PIPE_M, event(i));
    wait_flag(PIPE_MTE1, PIPE_M, event(i));

    wait_flag(PIPE_FIX, PIPE_M, event(i));
    TMATMUL(sum, l0_a, l0_b);
    set_flag(PIPE_M, PIPE_MTE1, event(i));
    set_flag(PIPE_M, PIPE_FIX, event(i));
    wait_flag(PIPE_M, PIPE_FIX, event(i));

    Slot<kTile> slot;
    TALLOC<Queue, Slot<kTile>, TILE_UP_DOWN>(queue, slot);
    TSTORE(slot, sum);
    set_flag(PIPE_FIX, PIPE_M, event(i));
    set_flag(PIPE_FIX, PIPE_S, EVENT_ID0);
    wait_flag(PIPE_FIX, PIPE_S, EVENT_ID0);
    dsb(DSB_DDR);
    TPUSH<Queue, Slot<kTile>, TILE_UP_DOWN>(queue, slot);
  }
  for (int i = 0; i < 2; ++i) {  // no flag stays set at the end
    wait_flag(PIPE_MTE1, PIPE_MTE2, event(i));
    wait_flag(PIPE_M, PIPE_MTE1, event(i));
    wait_flag(PIPE_FIX, PIPE_M, event(i));
  }
}

#else
using Half = Tile<TileType::Vec, float, kHalf, kTile>;
constexpr uint32_t kHalfBytes = kHalf * kTile * sizeof(float);
constexpr uint32_t kLocalSlots = 2 * kSlotBytes;  // of the queue, from 0 on

static AICORE void add(__gm__ float* d, __gm__ float* c, Queue& queue) {
  for (int i = 0; i < 2; ++i) {  // all buffers start free
    set_flag(PIPE_V, PIPE_MTE2, event(i));
    set_flag(PIPE_MTE3, PIPE_V, event(i));
  }
  for (int i = 0; i < kTiles; ++i) {
    Half product;
    Half added;
    Half sum;
    TASSIGN(added, kLocalSlots + i % 2 * kHalfBytes);
    TASSIGN(sum, kLocalSlots + (2 + i % 2) * kHalfBytes);
    Matrix<kHalf> d_tile(d + i * kTile);
    Matrix<kHalf> c_tile(c + i * kTile);

    wait_flag(PIPE_V, PIPE_MTE2, event(i));
    TLOAD(added, d_tile);
    TPOP<Queue, Half, TILE_UP_DOWN>(queue, product);
    set_flag(PIPE_MTE2, PIPE_V, event(i));
    wait_flag(PIPE_MTE2, PIPE_V, event(i));

    wait_flag(PIPE_MTE3, PIPE_V, event(i));
    TADD(sum, product, added);
    set_flag(PIPE_V, PIPE_MTE2, event(i));
    set_flag(PIPE_V, PIPE_MTE3, event(i));
    wait_flag(PIPE_V, PIPE_MTE3, event(i));
    TSTORE(c_tile, sum);
    set_flag(PIPE_MTE3, PIPE_V, event(i));
  }
  for (int i = 0; i < 2; ++i) {  // no flag stays set at the end
    wait_flag(PIPE_V, PIPE_MTE2, event(i));
    wait_flag(PIPE_MTE3, PIPE_V, event(i));
  }
}
#endif

extern "C" __global__ AICORE void matmul_add(__gm__ bfloat16_t* a, __gm__ bfloat16_t* b,
                                             __gm__ float* d, __gm__ float* c,
                                             __gm__ float* slots) {
  const int row = static_cast<int>(get_block_idx()) * kTile;
  Queue queue(slots + row / kTile * 2 * kTile * kTile, 0, 0);
#ifdef __DAV_CUBE__
  multiply(a + row * kSize, b, queue);
#else
  const int first = (row + static_cast<int>(get_subblockid()) * kHalf) * kSize;
  add(d + first, c + first, queue);
#endif
  pipe_barrier(PIPE_ALL);
}
