// SPDX-License-Identifier: Apache-2.0
// Task 0 of the ratio-4 compressor, 32 AIC blocks: kv_proj = x * wkv and score_proj = x * wgate, in
// f32. Block = one 64 x 64 tile of both results.
//
// L1:  two stages, each x [64,512], wkv [512,64], wgate [512,64] (64 KiB each).
// L0:  A and B, each in two halves of K = 256, at 0 and 32 KiB.
// L0C: the accumulators of kv and score, at 0 and 16 KiB.
//
// Flags: MTE2->MTE1 n: stage n loaded        MTE1->MTE2 n: stage n free
//        MTE1->M    n: L0 half n filled      M->MTE1    n: L0 half n free
//        M->FIX     0: both accumulators done
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "../ratio4.h"
#include "intrinsic.h"

using namespace pto;

namespace {

using namespace ratio4;

constexpr int32_t kTile = 64;   // rows and columns of the block's tile
constexpr int32_t kStep = 512;  // K of one L1 stage
constexpr int32_t kHalf = 256;  // K of one matrix instruction
constexpr uint64_t kL0HalfBytes = 32 * 1024;
constexpr uint64_t kOperandBytes = 64 * 1024;
constexpr uint64_t kStageBytes = 3 * kOperandBytes;
constexpr uint64_t kScoreAccumulator = 16 * 1024;

template <int Rows, int Cols>
using L1Tile = Tile<TileType::Mat, bfloat16_t, Rows, Cols, BLayout::ColMajor, -1, -1,
                    SLayout::RowMajor, 512, PadValue::Null, CompactMode::Null>;
using LeftTile = Tile<TileType::Left, bfloat16_t, kTile, kHalf, BLayout::RowMajor, -1, -1,
                      SLayout::RowMajor, 512, PadValue::Null, CompactMode::Null>;
using RightTile = Tile<TileType::Right, bfloat16_t, kHalf, kTile, BLayout::RowMajor, -1, -1,
                       SLayout::ColMajor, 512, PadValue::Null, CompactMode::Null>;
using Accumulator = Tile<TileType::Acc, float, kTile, kTile, BLayout::ColMajor, -1, -1,
                         SLayout::RowMajor, 1024, PadValue::Null, CompactMode::Null>;

template <int Rows, int Cols>
__aicore__ inline L1Tile<Rows, Cols> l1_tile(uint64_t address) {
  L1Tile<Rows, Cols> tile(Rows, Cols);
  TASSIGN(tile, address);
  return tile;
}

/// accumulator (+)= left * right over one stage: both halves of K, one matrix instruction each.
__aicore__ inline void multiply_stage(Accumulator& accumulator, L1Tile<kTile, kStep>& left,
                                      L1Tile<kStep, kTile>& right, bool first) {
  for (int32_t half = 0; half < kStep / kHalf; ++half) {
    const event_t event = static_cast<event_t>(half);
    LeftTile a(kTile, kHalf);
    TASSIGN(a, half * kL0HalfBytes);
    RightTile b(kHalf, kTile);
    TASSIGN(b, half * kL0HalfBytes);

    wait_flag(PIPE_M, PIPE_MTE1, event);
    TEXTRACT(a, left, 0, half * kHalf);
    TEXTRACT(b, right, half * kHalf, 0);
    set_flag(PIPE_MTE1, PIPE_M, event);

    wait_flag(PIPE_MTE1, PIPE_M, event);
    if (first && half == 0) {
      TMATMUL(accumulator, a, b);
    } else {
      pipe_barrier(PIPE_M);  // the accumulator of the instruction before
      TMATMUL_ACC(accumulator, accumulator, a, b);
    }
    set_flag(PIPE_M, PIPE_MTE1, event);
  }
}

__aicore__ void kv_score_proj(__gm__ bfloat16_t* x, __gm__ bfloat16_t* wkv,
                              __gm__ bfloat16_t* wgate, __gm__ float* kv_proj,
                              __gm__ float* score_proj, int32_t block) {
#if defined(__DAV_CUBE__)
  const int32_t row = block / (kOutDim / kTile) * kTile;
  const int32_t column = block % (kOutDim / kTile) * kTile;
  Accumulator kv_sum(kTile, kTile);
  TASSIGN(kv_sum, uint64_t{0});
  Accumulator score_sum(kTile, kTile);
  TASSIGN(score_sum, kScoreAccumulator);

  for (int32_t i = 0; i < 2; ++i) {  // both stages and both L0 halves start free
    set_flag(PIPE_MTE1, PIPE_MTE2, static_cast<event_t>(i));
    set_flag(PIPE_M, PIPE_MTE1, static_cast<event_t>(i));
  }
  for (int32_t step = 0; step < kHidden / kStep; ++step) {
    const event_t stage = static_cast<event_t>(step % 2);
    const uint64_t base = step % 2 * kStageBytes;
    auto x_tile = l1_tile<kTile, kStep>(base);
    auto wkv_tile = l1_tile<kStep, kTile>(base + kOperandBytes);
    auto wgate_tile = l1_tile<kStep, kTile>(base + 2 * kOperandBytes);
    const int32_t k = step * kStep;
    auto x_source = gm_window<kTile, kStep, kHidden>(x + row * kHidden + k);
    auto wkv_source = gm_window<kStep, kTile, kOutDim>(wkv + k * kOutDim + column);
    auto wgate_source = gm_window<kStep, kTile, kOutDim>(wgate + k * kOutDim + column);

    wait_flag(PIPE_MTE1, PIPE_MTE2, stage);
    TLOAD(x_tile, x_source);
    TLOAD(wkv_tile, wkv_source);
    TLOAD(wgate_tile, wgate_source);
    set_flag(PIPE_MTE2, PIPE_MTE1, stage);

    wait_flag(PIPE_MTE2, PIPE_MTE1, stage);
    multiply_stage(kv_sum, x_tile, wkv_tile, step == 0);
    multiply_stage(score_sum, x_tile, wgate_tile, step == 0);
    set_flag(PIPE_MTE1, PIPE_MTE2, stage);
  }
  for (int32_t i = 0; i < 2; ++i) {  // take back what the last two steps left
    wait_flag(PIPE_MTE1, PIPE_MTE2, static_cast<event_t>(i));
    wait_flag(PIPE_M, PIPE_MTE1, static_cast<event_t>(i));
  }

  auto kv_target = gm_window<kTile, kTile, kOutDim>(kv_proj + row * kOutDim + column);
  auto score_target = gm_window<kTile, kTile, kOutDim>(score_proj + row * kOutDim + column);
  set_flag(PIPE_M, PIPE_FIX, EVENT_ID0);
  wait_flag(PIPE_M, PIPE_FIX, EVENT_ID0);
  TSTORE(kv_target, kv_sum);
  TSTORE(score_target, score_sum);
#endif
  ptoas_auto_sync_tail();
}

}  // namespace

extern "C" __aicore__ __attribute__((always_inline)) void kernel_entry(__gm__ int64_t* args) {
  kv_score_proj(tensor_argument<bfloat16_t>(args, 0), tensor_argument<bfloat16_t>(args, 1),
                tensor_argument<bfloat16_t>(args, 2), tensor_argument<float>(args, 3),
                tensor_argument<float>(args, 4), get_block_idx(args));
}
