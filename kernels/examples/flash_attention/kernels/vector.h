// SPDX-License-Identifier: Apache-2.0
// A vector core's part: the online softmax of its 32 queries. Flags say when the two places of a
// buffer are free: id 0 and 1 for scores and weights, 2 and 3 for products.
#pragma once

using ScoreTile = Tile<TileType::Vec, float, kHalf, kKeys>;
using WeightTile = Tile<TileType::Vec, bfloat16_t, kHalf, kKeys>;
using ResultTile = Tile<TileType::Vec, float, kHalf, kColumns>;
/// One value a query, as the operand of a row and as a vector of its own: the same bytes.
using Column = Tile<TileType::Vec, float, kHalf, 1, BLayout::ColMajor>;
using Values = Tile<TileType::Vec, float, 1, kHalf>;

class VectorCore {
 public:
  AICORE VectorCore() {
    TASSIGN(result_, kResult);
    TASSIGN(sum_, kColumnsOf + 4 * kColumnBytes);
    Values max;
    TASSIGN(max, max_of(0));
    constexpr float kLowest = -3.0e38f;
    TEXPANDS(max, kLowest);
    TEXPANDS(sum_, 0.0f);
    TEXPANDS(result_, 0.0f);
    for (int id = 0; id < 4; ++id) set_flag(PIPE_V, PIPE_MTE2, event(id));  // all places start free
    for (int id = 0; id < 2; ++id) set_flag(PIPE_MTE3, PIPE_V, event(id));
  }

  /// Weights of tile i, and what they say of those before.
  AICORE void soften(int i, Scores& scores, Weights& weights) {
    const int place = i % 2;
    ScoreTile score, tmp;
    WeightTile weight;
    TASSIGN(tmp, kTmp);
    TASSIGN(weight, kWeight + place * kWeightBytes / 2);
    wait_flag(PIPE_V, PIPE_MTE2, event(place));
    TPOP<Scores, ScoreTile, TILE_UP_DOWN>(scores, score);
    order<PIPE_MTE2, PIPE_V>(place);

    Values old_max, new_max, alpha, row_sum;
    Column max_column, row_sum_column;
    TASSIGN(old_max, max_of(i));
    TASSIGN(new_max, max_of(i + 1));
    TASSIGN(max_column, max_of(i + 1));
    TASSIGN(alpha, alpha_of(i));
    TASSIGN(row_sum, kColumnsOf + 5 * kColumnBytes);
    TASSIGN(row_sum_column, kColumnsOf + 5 * kColumnBytes);
    constexpr float kScale = 0.125f;
    TMULS(score, score, kScale);
    pipe_barrier(PIPE_V);
    TROWMAX(max_column, score, tmp);
    pipe_barrier(PIPE_V);
    TMAX(new_max, old_max, new_max);
    pipe_barrier(PIPE_V);
    TSUB(alpha, old_max, new_max);
    TROWEXPANDSUB(score, score, max_column);
    pipe_barrier(PIPE_V);
    TEXP(alpha, alpha);
    TEXP(score, score);
    pipe_barrier(PIPE_V);
    TROWSUM(row_sum_column, score, tmp);
    TMUL(sum_, sum_, alpha);
    wait_flag(PIPE_MTE3, PIPE_V, event(place));
    TCVT(weight, score, RoundMode::CAST_RINT);
    pipe_barrier(PIPE_V);
    TADD(sum_, sum_, row_sum);
    set_flag(PIPE_V, PIPE_MTE2, event(place));
    order<PIPE_V, PIPE_MTE3>(place);

    using Slot = Window<bfloat16_t, kHalf, kKeys>;
    Slot slot;
    TALLOC<Weights, Slot, TILE_UP_DOWN>(weights, slot);
    TSTORE(slot, weight);
    set_flag(PIPE_MTE3, PIPE_V, event(place));
    fence<PIPE_MTE3>();
    TPUSH<Weights, Slot, TILE_UP_DOWN>(weights, slot);
  }

  AICORE void accumulate(int i, Products& products) {
    const int id = 2 + i % 2;
    ResultTile product;
    Column alpha;
    TASSIGN(alpha, alpha_of(i));
    wait_flag(PIPE_V, PIPE_MTE2, event(id));
    TPOP<Products, ResultTile, TILE_UP_DOWN>(products, product);
    order<PIPE_MTE2, PIPE_V>(id);
    pipe_barrier(PIPE_V);
    TROWEXPANDMUL(result_, result_, alpha);
    pipe_barrier(PIPE_V);
    TADD(result_, result_, product);
    set_flag(PIPE_V, PIPE_MTE2, event(id));
  }

  AICORE void finish(__gm__ float* out) {
    for (int id = 0; id < 4; ++id) wait_flag(PIPE_V, PIPE_MTE2, event(id));
    for (int id = 0; id < 2; ++id) wait_flag(PIPE_MTE3, PIPE_V, event(id));
    Column sum;
    TASSIGN(sum, kColumnsOf + 4 * kColumnBytes);
    Window<float, kHalf, kColumns> rows(out);
    pipe_barrier(PIPE_V);
    TROWEXPANDDIV(result_, result_, sum);
    order<PIPE_V, PIPE_MTE3>(0);
    TSTORE(rows, result_);
  }

 private:
  // UB behind the local slots of scores and products.
  static constexpr uint32_t kTmp = kProductsInUb + 2 * kProductBytes;
  static constexpr uint32_t kWeight = kTmp + kScoreBytes / 2;
  static constexpr uint32_t kResult = kWeight + kWeightBytes;
  static constexpr uint32_t kColumnBytes = kHalf * sizeof(float);
  static constexpr uint32_t kColumnsOf = kResult + kHalf * kColumns * sizeof(float);

  static AICORE uint32_t max_of(int i) { return kColumnsOf + i % 2 * kColumnBytes; }
  static AICORE uint32_t alpha_of(int i) { return kColumnsOf + (2 + i % 2) * kColumnBytes; }

  ResultTile result_;
  Values sum_;
};
