// SPDX-License-Identifier: Apache-2.0
#include "npusim/golden.h"
// GOLDEN_GLOBAL
extern "C" void compute_golden(npusim::golden::Arguments& arguments) {
  const auto x = arguments.get<std::int32_t>("x");
  // GOLDEN
  x[0] = 1;
}
