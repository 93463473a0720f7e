// SPDX-License-Identifier: Apache-2.0
// y = factor * x.
#include "npusim/golden.h"

#include <cstddef>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto x = arguments.get<const float>("x");
  const float factor = arguments.get<const float>("factor")[0];
  const auto y = arguments.get<float>("y");
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = factor * x[i];
}
