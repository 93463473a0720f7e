// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "models/isa/cube/product_kernel.h"

namespace npusim::isa {

void product_generic(const float* a, const float* b, const float* start, float* sum,
                     std::uint32_t m, std::uint32_t k, std::uint32_t columns) {
  for (std::uint32_t i = 0; i < m; ++i) {
    float* row = sum + std::size_t{i} * columns;
    for (std::uint32_t j = 0; j < columns; ++j)
      row[j] = start == nullptr ? 0 : start[std::size_t{i} * columns + j];
    for (std::uint32_t p = 0; p < k; ++p) {
      const float factor = a[std::size_t{i} * k + p];
      const float* line = b + std::size_t{p} * columns;
      for (std::uint32_t j = 0; j < columns; ++j) row[j] = std::fma(factor, line[j], row[j]);
    }
  }
}

}  // namespace npusim::isa
