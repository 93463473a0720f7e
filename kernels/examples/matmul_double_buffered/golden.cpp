// SPDX-License-Identifier: Apache-2.0
// c = a * b in the declared order: one sum from 0 for each matrix instruction's K of 64, added to
// the total in ascending order.
#include "npusim/golden.h"

#include <cstddef>
#include <vector>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto a = arguments.get<const std::uint16_t>("a");
  const auto b = arguments.get<const std::uint16_t>("b");
  const auto c = arguments.get<float>("c");
  const std::size_t rows = a.shape()[0], depth = a.shape()[1], columns = b.shape()[1];
  constexpr std::size_t kPiece = 64;
  std::vector<float> sum(columns);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t piece = 0; piece < depth; piece += kPiece) {
      sum.assign(columns, 0.0f);
      for (std::size_t k = piece; k < piece + kPiece; ++k) {
        const float factor = npusim::golden::bfloat16_to_float(a(i, k));
        for (std::size_t j = 0; j < columns; ++j) {
          sum[j] += factor * npusim::golden::bfloat16_to_float(b(k, j));
        }
      }
      for (std::size_t j = 0; j < columns; ++j) c(i, j) = piece == 0 ? sum[j] : c(i, j) + sum[j];
    }
  }
}
