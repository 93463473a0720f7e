// SPDX-License-Identifier: Apache-2.0
// scaled = factor * x, sum = scaled + y: two roundings per element.
#include "npusim/golden.h"

#include <cstddef>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto x = arguments.get<const float>("x");
  const auto y = arguments.get<const float>("y");
  const float factor = arguments.get<const float>("factor")[0];
  const auto scaled = arguments.get<float>("scaled");
  const auto sum = arguments.get<float>("sum");
  for (std::size_t i = 0; i < sum.size(); ++i) {
    scaled[i] = factor * x[i];
    sum[i] = scaled[i] + y[i];
  }
}
