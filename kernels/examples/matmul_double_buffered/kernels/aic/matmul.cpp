// SPDX-License-Identifier: Apache-2.0
// c = a * b, a [256,512] bf16, b [512,256] bf16, c f32, 4 AIC blocks of 128 x 128.
// K goes through L1 in steps of 128 (two stages) and through L0A and L0B in halves of 64 (two
// buffers each). Each buffer has a forward flag "filled" and a backward flag "free":
//
//   GM --MTE2--> L1 --MTE1--> L0A, L0B --M--> L0C --FIX--> GM
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "tensor.h"

using namespace pto;

#include "intrinsic.h"
#include "pipe_sync.h"

constexpr int kM = 256, kK = 512, kN = 256;
constexpr int kTile = 128;  // rows and columns of a block
constexpr int kStep = 128;  // K of an L1 stage
constexpr int kHalf = 64;   // K of a matrix instruction
constexpr uint32_t kL1Bytes = kTile * kStep * sizeof(bfloat16_t);
constexpr uint32_t kL0Bytes = kTile * kHalf * sizeof(bfloat16_t);

using GmA = GlobalTensor<bfloat16_t, Shape<1, 1, 1, kTile, kStep>, Stride<1, 1, 1, kK, 1>>;
using GmB = GlobalTensor<bfloat16_t, Shape<1, 1, 1, kStep, kTile>, Stride<1, 1, 1, kN, 1>>;
using GmC = GlobalTensor<float, Shape<1, 1, 1, kTile, kTile>, Stride<1, 1, 1, kN, 1>>;
using L1A = Tile<TileType::Mat, bfloat16_t, kTile, kStep, BLayout::ColMajor, kTile, kStep,
                 SLayout::RowMajor, 512>;
using L1B = Tile<TileType::Mat, bfloat16_t, kStep, kTile, BLayout::ColMajor, kStep, kTile,
                 SLayout::RowMajor, 512>;
using L0A = TileLeft<bfloat16_t, kTile, kHalf>;
using L0B = TileRight<bfloat16_t, kHalf, kTile>;
using L0C = TileAcc<float, kTile, kTile>;

template <typename T>
static __aicore__ __gm__ T* tensor_data(__gm__ int64_t* args, int index) {
  __gm__ Tensor* tensor = reinterpret_cast<__gm__ Tensor*>(args[index]);
  return reinterpret_cast<__gm__ T*>(tensor->buffer.addr) + tensor->start_offset;
}

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  const int row = get_block_idx(args) / (kN / kTile) * kTile;
  const int column = get_block_idx(args) % (kN / kTile) * kTile;
  __gm__ bfloat16_t* a = tensor_data<bfloat16_t>(args, 0) + row * kK;
  __gm__ bfloat16_t* b = tensor_data<bfloat16_t>(args, 1) + column;
  GmC c_tile(tensor_data<float>(args, 2) + row * kN + column);
  L0C sum;
  TASSIGN(sum, 0);

  for (int i = 0; i < 2; ++i) {  // all buffers start free
    set_flag(PIPE_MTE1, PIPE_MTE2, static_cast<event_t>(i));
    set_flag(PIPE_M, PIPE_MTE1, static_cast<event_t>(i));
  }
  for (int k = 0; k < kK; k += kStep) {
    const int stage = k / kStep % 2;
    const event_t l1_event = static_cast<event_t>(stage);
    L1A l1_a;
    L1B l1_b;
    TASSIGN(l1_a, (2 * stage) * kL1Bytes);
    TASSIGN(l1_b, (2 * stage + 1) * kL1Bytes);
    GmA a_tile(a + k);
    GmB b_tile(b + k * kN);

    wait_flag(PIPE_MTE1, PIPE_MTE2, l1_event);
    TLOAD(l1_a, a_tile);
    TLOAD(l1_b, b_tile);
    set_flag(PIPE_MTE2, PIPE_MTE1, l1_event);

    wait_flag(PIPE_MTE2, PIPE_MTE1, l1_event);
    for (int half = 0; half < kStep / kHalf; ++half) {
      const event_t l0_event = static_cast<event_t>(half);
      L0A l0_a;
      L0B l0_b;
      TASSIGN(l0_a, half * kL0Bytes);
      TASSIGN(l0_b, half * kL0Bytes);

      wait_flag(PIPE_M, PIPE_MTE1, l0_event);
      TEXTRACT(l0_a, l1_a, 0, half * kHalf);
      TEXTRACT(l0_b, l1_b, half * kHalf, 0);
      set_flag(PIPE_MTE1, PIPE_M, l0_event);

      wait_flag(PIPE_MTE1, PIPE_M, l0_event);
      if (k == 0 && half == 0) {
        TMATMUL(sum, l0_a, l0_b);
      } else {
        pipe_barrier(PIPE_M);  // the sum so far
        TMATMUL_ACC(sum, sum, l0_a, l0_b);
      }
      set_flag(PIPE_M, PIPE_MTE1, l0_event);
    }
    set_flag(PIPE_MTE1, PIPE_MTE2, l1_event);
  }
  for (int i = 0; i < 2; ++i) {  // no flag stays set at the end
    wait_flag(PIPE_MTE1, PIPE_MTE2, static_cast<event_t>(i));
    wait_flag(PIPE_M, PIPE_MTE1, static_cast<event_t>(i));
  }

  set_flag(PIPE_M, PIPE_FIX, EVENT_ID0);
  wait_flag(PIPE_M, PIPE_FIX, EVENT_ID0);
  TSTORE(c_tile, sum);
  pipe_sync();
}
