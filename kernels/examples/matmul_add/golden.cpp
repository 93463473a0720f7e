// SPDX-License-Identifier: Apache-2.0
// c = a * b + d in the declared order: one sum from 0 over all of K, ascending, then one addition.
// The slots keep the last two of each block's four tiles of products.
#include "npusim/golden.h"

#include <cstddef>
#include <vector>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto a = arguments.get<const std::uint16_t>("a");
  const auto b = arguments.get<const std::uint16_t>("b");
  const auto d = arguments.get<const float>("d");
  const auto c = arguments.get<float>("c");
  const auto slots = arguments.get<float>("slots");
  constexpr std::size_t kTile = 64;
  const std::size_t rows = a.shape()[0], depth = a.shape()[1], columns = b.shape()[1];
  std::vector<float> sum(columns);
  for (std::size_t i = 0; i < rows; ++i) {
    sum.assign(columns, 0.0f);
    for (std::size_t k = 0; k < depth; ++k) {
      const float factor = npusim::golden::bfloat16_to_float(a(i, k));
      for (std::size_t j = 0; j < columns; ++j) {
        sum[j] += factor * npusim::golden::bfloat16_to_float(b(k, j));
      }
    }
    for (std::size_t j = 0; j < columns; ++j) {
      c(i, j) = sum[j] + d(i, j);
      slots(i / kTile, j / kTile % 2, i % kTile, j % kTile) = sum[j];
    }
  }
}
