// SPDX-License-Identifier: Apache-2.0
// The cube core's part. L1, L0A, L0B and L0C have two places for each operand; flags say when one
// is free: id 0 and 1 for scores, 2 and 3 for products.
#pragma once

template <int Rows, int Columns>
using L1Tile = Tile<TileType::Mat, bfloat16_t, Rows, Columns, BLayout::ColMajor, Rows, Columns,
                    SLayout::RowMajor, 512>;

class CubeCore {
 public:
  AICORE CubeCore(__gm__ bfloat16_t* q, __gm__ bfloat16_t* k_transposed, __gm__ bfloat16_t* v)
      : k_(k_transposed), v_(v) {
    TASSIGN(q_tile_, kOperands);
    TASSIGN(l0_q_, 0);
    Window<bfloat16_t, kRows, kColumns> rows(q);
    TLOAD(q_tile_, rows);
    for (int id = 0; id < 4; ++id) {  // all places start free
      set_flag(PIPE_MTE1, PIPE_MTE2, event(id));
      set_flag(PIPE_M, PIPE_MTE1, event(id));
      set_flag(PIPE_FIX, PIPE_M, event(id));
    }
  }

  AICORE void score(int i, Scores& queue) {
    const int place = i % 2;
    L1Tile<kColumns, kKeys> k_tile;
    TileRight<bfloat16_t, kColumns, kKeys> right;
    TileAcc<float, kRows, kKeys> sum;
    TASSIGN(k_tile, kOperands + (1 + place) * kOperandBytes);
    TASSIGN(right, place * kOperandBytes);
    TASSIGN(sum, place * kScoreBytes);
    Window<bfloat16_t, kColumns, kKeys, kTiles * kKeys> keys(k_ + i * kKeys);

    wait_flag(PIPE_MTE1, PIPE_MTE2, event(place));
    TLOAD(k_tile, keys);
    order<PIPE_MTE2, PIPE_MTE1>(place);
    wait_flag(PIPE_M, PIPE_MTE1, event(place));
    if (i == 0) TEXTRACT(l0_q_, q_tile_, 0, 0);
    TEXTRACT(right, k_tile, 0, 0);
    set_flag(PIPE_MTE1, PIPE_MTE2, event(place));
    order<PIPE_MTE1, PIPE_M>(place);
    wait_flag(PIPE_FIX, PIPE_M, event(place));
    TMATMUL(sum, l0_q_, right);
    set_flag(PIPE_M, PIPE_MTE1, event(place));
    order<PIPE_M, PIPE_FIX>(place);
    push<Window<float, kRows, kKeys>>(sum, queue, place);
  }

  AICORE void weigh(int i, Weights& weights, Products& queue) {
    const int place = i % 2, id = 2 + place;
    L1Tile<kRows, kKeys> weight_tile;
    L1Tile<kKeys, kColumns> v_tile;
    TileLeft<bfloat16_t, kRows, kKeys> left;
    TileRight<bfloat16_t, kKeys, kColumns> right;
    TileAcc<float, kRows, kColumns> sum;
    TASSIGN(v_tile, kOperands + (3 + place) * kOperandBytes);
    TASSIGN(left, (1 + place) * kOperandBytes);
    TASSIGN(right, (2 + place) * kOperandBytes);
    TASSIGN(sum, 2 * kScoreBytes + place * kProductBytes);
    Window<bfloat16_t, kKeys, kColumns> values(v_ + i * kKeys * kColumns);

    wait_flag(PIPE_MTE1, PIPE_MTE2, event(id));
    TLOAD(v_tile, values);
    TPOP<Weights, L1Tile<kRows, kKeys>, TILE_UP_DOWN>(weights, weight_tile);
    order<PIPE_MTE2, PIPE_MTE1>(id);
    wait_flag(PIPE_M, PIPE_MTE1, event(id));
    TEXTRACT(left, weight_tile, 0, 0);
    TEXTRACT(right, v_tile, 0, 0);
    set_flag(PIPE_MTE1, PIPE_MTE2, event(id));
    order<PIPE_MTE1, PIPE_M>(id);
    wait_flag(PIPE_FIX, PIPE_M, event(id));
    TMATMUL(sum, left, right);
    set_flag(PIPE_M, PIPE_MTE1, event(id));
    order<PIPE_M, PIPE_FIX>(id);
    push<Window<float, kRows, kColumns>>(sum, queue, id);
  }

  AICORE void finish() {
    for (int id = 0; id < 4; ++id) {  // no flag stays set at the end
      wait_flag(PIPE_MTE1, PIPE_MTE2, event(id));
      wait_flag(PIPE_M, PIPE_MTE1, event(id));
      wait_flag(PIPE_FIX, PIPE_M, event(id));
    }
  }

 private:
  static constexpr uint32_t kOperandBytes = kRows * kKeys * sizeof(bfloat16_t);
  static constexpr uint32_t kOperands = kWeightsInL1 + 2 * kWeightBytes;  // in L1, behind the queue

  template <typename Slot, typename Sum, typename Queue>
  AICORE void push(Sum& sum, Queue& queue, int id) {
    Slot slot;
    TALLOC<Queue, Slot, TILE_UP_DOWN>(queue, slot);
    TSTORE(slot, sum);
    set_flag(PIPE_FIX, PIPE_M, event(id));
    fence<PIPE_FIX>();
    TPUSH<Queue, Slot, TILE_UP_DOWN>(queue, slot);
  }

  __gm__ bfloat16_t* k_;
  __gm__ bfloat16_t* v_;
  L1Tile<kRows, kColumns> q_tile_;
  TileLeft<bfloat16_t, kRows, kColumns> l0_q_;
};
