// SPDX-License-Identifier: Apache-2.0
// Attention in the declared arithmetic: for each tile of 128 keys in ascending order, scores as
// sums over 64 columns, the online softmax of a row (exp in double and rounded, the row's sum in
// ascending order from 0, weights rounded to bfloat16), and a sum over the tile's keys, each sum
// from 0; one rounding per operation. Queues keep what their last two tiles held.
#include "npusim/golden.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using npusim::golden::bfloat16_to_float;
using npusim::golden::float_to_bfloat16_rne;

constexpr std::size_t kRows = 64;  ///< of a block
constexpr std::size_t kKeys = 128, kColumns = 64;
constexpr float kScale = 0.125f;
constexpr float kLowest = -3.0e38f;

float exp_rounded(float x) { return static_cast<float>(std::exp(static_cast<double>(x))); }

}  // namespace

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto q = arguments.get<const std::uint16_t>("q");
  const auto k = arguments.get<const std::uint16_t>("k_transposed");
  const auto v = arguments.get<const std::uint16_t>("v");
  const auto out = arguments.get<float>("out");
  const auto scores = arguments.get<float>("scores");
  const auto weights = arguments.get<std::uint16_t>("weights");
  const auto products = arguments.get<float>("products");
  const std::size_t tiles = v.shape()[0] / kKeys;
  for (std::size_t row = 0; row < q.shape()[0]; ++row) {
    float max = kLowest, sum = 0.0f;
    std::vector<float> result(kColumns, 0.0f);
    for (std::size_t tile = 0; tile < tiles; ++tile) {
      const std::size_t block = row / kRows, slot = tile % 2, line = row % kRows;
      std::vector<float> score(kKeys, 0.0f), product(kColumns, 0.0f);
      for (std::size_t c = 0; c < kColumns; ++c) {
        for (std::size_t key = 0; key < kKeys; ++key) {
          score[key] += bfloat16_to_float(q(row, c)) * bfloat16_to_float(k(c, tile * kKeys + key));
        }
      }
      for (std::size_t key = 0; key < kKeys; ++key) scores(block, slot, line, key) = score[key];
      float new_max = max;
      for (float& s : score) {
        s *= kScale;
        new_max = std::max(new_max, s);
      }
      const float alpha = exp_rounded(max - new_max);
      float row_sum = 0.0f;
      for (std::size_t key = 0; key < kKeys; ++key) {
        const float weight = exp_rounded(score[key] - new_max);
        row_sum += weight;
        const std::uint16_t rounded = float_to_bfloat16_rne(weight);
        weights(block, slot, line, key) = rounded;
        for (std::size_t c = 0; c < kColumns; ++c) {
          product[c] += bfloat16_to_float(rounded) * bfloat16_to_float(v(tile * kKeys + key, c));
        }
      }
      sum = sum * alpha + row_sum;
      for (std::size_t c = 0; c < kColumns; ++c) {
        products(block, slot, line, c) = product[c];
        result[c] = result[c] * alpha + product[c];
      }
      max = new_max;
    }
    for (std::size_t c = 0; c < kColumns; ++c) out(row, c) = result[c] / sum;
  }
}
