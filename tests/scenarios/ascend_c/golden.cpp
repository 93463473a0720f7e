// SPDX-License-Identifier: Apache-2.0
// scaled[row] = factors[row] * x[row]: one rounding per element.
#include "npusim/golden.h"

#include <cstddef>

extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto x = arguments.get<const float>("x");
  const auto factors = arguments.get<const float>("factors");
  const auto scaled = arguments.get<float>("scaled");
  const std::size_t columns = x.size() / factors.size();
  for (std::size_t i = 0; i < scaled.size(); ++i) scaled[i] = factors[i / columns] * x[i];
}
