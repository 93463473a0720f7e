// SPDX-License-Identifier: Apache-2.0
// Rounding modes of conversions (tile-isa.md sections 2.3, 3.2) and what they do to an integer
// quotient. All arithmetic is exact, so the bits are the same on every machine.
#pragma once

#include <cstdint>

namespace npusim::isa {

/// The public RoundMode, same numbers. Rint: ties to even; Round: ties away from zero.
enum class RoundMode : std::int32_t { None, Rint, Round, Floor, Ceil, Trunc, Odd };

/// The public SaturationMode; Default leaves it to the pair of types.
enum class Saturation : std::int32_t { Default = -1, On = 0, Off = 1 };

/// Whether the magnitude `quotient` + `rest`/(2*`half`) rounds up to quotient + 1. Odd is "to odd"
/// (von Neumann): inexact results get an odd last bit. None is Rint.
constexpr bool rounds_up(std::uint32_t quotient, std::uint32_t rest, std::uint32_t half,
                         bool negative, RoundMode mode) {
  const bool odd = (quotient & 1u) != 0;
  switch (mode) {
    case RoundMode::None:
    case RoundMode::Rint:
      return rest > half || (rest == half && odd);
    case RoundMode::Round:
      return rest >= half;
    case RoundMode::Floor:
      return negative && rest != 0;
    case RoundMode::Ceil:
      return !negative && rest != 0;
    case RoundMode::Trunc:
      return false;
    case RoundMode::Odd:
      return rest != 0 && !odd;
  }
  return false;
}

}  // namespace npusim::isa
