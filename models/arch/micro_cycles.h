// SPDX-License-Identifier: Apache-2.0
// Fractions of a cycle as whole millionths: sums of them do not depend on the order of adding, and
// a trace holds them exactly.
#pragma once

#include <cstdint>

namespace npusim {

inline constexpr double kMicroCycles = 1e6;  ///< in a cycle

inline std::uint64_t to_micro_cycles(double cycles) {
  return static_cast<std::uint64_t>(cycles * kMicroCycles + 0.5);
}
inline double from_micro_cycles(std::uint64_t micro) {
  return static_cast<double>(micro) / kMicroCycles;
}

}  // namespace npusim
