// SPDX-License-Identifier: Apache-2.0
// c = a * b^T, of whole numbers: every order of additions has the same sum.
#include "npusim/golden.h"

#include <cstddef>
#include <cstdint>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto a = arguments.get<const std::uint16_t>("a");
  const auto b = arguments.get<const std::uint16_t>("b");
  const auto c = arguments.get<float>("c");
  using npusim::golden::float16_to_float;
  constexpr std::size_t kSide = 512;
  for (std::size_t row = 0; row < kSide; ++row) {
    for (std::size_t column = 0; column < kSide; ++column) {
      float sum = 0;
      for (std::size_t k = 0; k < kSide; ++k) {
        sum += float16_to_float(a[row * kSide + k]) * float16_to_float(b[column * kSide + k]);
      }
      c[row * kSide + column] = sum;
    }
  }
}
