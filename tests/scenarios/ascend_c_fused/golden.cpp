// SPDX-License-Identifier: Apache-2.0
// c = max(a * b, 0), of whole numbers: every order of additions has the same sum.
#include "npusim/golden.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto a = arguments.get<const std::uint16_t>("a");
  const auto b = arguments.get<const std::uint16_t>("b");
  const auto c = arguments.get<float>("c");
  using npusim::golden::float16_to_float;
  constexpr std::size_t kRows = 512, kSide = 128;
  for (std::size_t row = 0; row < kRows; ++row) {
    for (std::size_t column = 0; column < kSide; ++column) {
      float sum = 0;
      for (std::size_t k = 0; k < kSide; ++k) {
        sum += float16_to_float(a[row * kSide + k]) * float16_to_float(b[k * kSide + column]);
      }
      c[row * kSide + column] = std::max(sum, 0.0f);
    }
  }
}
