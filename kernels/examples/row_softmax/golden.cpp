// SPDX-License-Identifier: Apache-2.0
// Softmax of each row in the declared arithmetic: exp in double and rounded, the sum in ascending
// order from 0, one division per element.
#include "npusim/golden.h"

#include <cmath>
#include <cstddef>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto x = arguments.get<const float>("x");
  const auto y = arguments.get<float>("y");
  const std::size_t rows = x.shape()[0], columns = x.shape()[1];
  for (std::size_t i = 0; i < rows; ++i) {
    float max = x(i, 0);
    for (std::size_t j = 1; j < columns; ++j) max = max < x(i, j) ? x(i, j) : max;
    float sum = 0.0f;
    for (std::size_t j = 0; j < columns; ++j) {
      y(i, j) = static_cast<float>(std::exp(static_cast<double>(x(i, j) - max)));
      sum += y(i, j);
    }
    for (std::size_t j = 0; j < columns; ++j) y(i, j) = y(i, j) / sum;
  }
}
