// SPDX-License-Identifier: Apache-2.0
// The costs of constants.def, by name.
#pragma once

#include <cstdint>

#include "models/arch/cycle.h"

namespace npusim::timing {

#define NPUSIM_TIMING_CONSTANT(type, name, value, source) inline constexpr type k##name = value;
#include "models/timing/constants.def"
#undef NPUSIM_TIMING_CONSTANT

}  // namespace npusim::timing
