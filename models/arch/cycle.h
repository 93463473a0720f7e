// SPDX-License-Identifier: Apache-2.0
// Time. Everything inside the model is counted in cycles of the AI core clock; the runtime's
// figures, published in nanoseconds, are converted here and nowhere else.
#pragma once

#include <cstdint>

namespace npusim {

/// A point in simulated time or a duration, in core clock cycles since the start of the run.
using Cycle = std::uint64_t;

/// Core clock, cycles per second (tile-isa.md section 5).
inline constexpr double kClockHz = 1.85e9;

/// Nearest whole number of cycles for a duration in nanoseconds.
constexpr Cycle cycles_from_ns(double nanoseconds) {
  return static_cast<Cycle>(nanoseconds * (kClockHz / 1e9) + 0.5);
}

/// Duration of `cycles` in nanoseconds.
constexpr double ns_from_cycles(Cycle cycles) {
  return static_cast<double>(cycles) / (kClockHz / 1e9);
}

}  // namespace npusim
