// SPDX-License-Identifier: Apache-2.0
// float -> float16 in every rounding mode, with subnormals.
#pragma once

#include <bit>
#include <cstdint>

#include "models/isa/numerics/rounding.h"

namespace npusim::isa {

/// A NaN stays a quiet NaN. Saturation On: what would be infinity is 65504.
constexpr std::uint16_t float_to_float16(float value, RoundMode mode, Saturation saturation) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
  if (magnitude > 0x7F800000u) {
    return static_cast<std::uint16_t>(sign | 0x7E00u | ((magnitude >> 13) & 0x3FFu));
  }
  std::uint32_t result = 0x7C00u;
  if (magnitude != 0x7F800000u) {
    // The magnitude as result + rest/(2*half) in units of the last place.
    std::uint32_t rest = 0, half = 1u << 12;
    if (magnitude >= 0x47800000u) {  // 65536 and more: just below the next step after 65504
      result = 0x7BFFu;
      rest = 2 * half - 1;
    } else if (magnitude >= 0x38800000u) {  // normal: at least 2^-14
      result = (magnitude - (112u << 23)) >> 13;
      rest = magnitude & 0x1FFFu;
    } else {  // subnormal: units of 2^-24
      const std::uint32_t shift = 126u - (magnitude >> 23);
      const std::uint32_t mantissa = (magnitude & 0x7FFFFFu) | 0x800000u;
      if (shift > 25) {  // below half a unit
        result = 0;
        rest = magnitude != 0 ? 1 : 0;
      } else {
        half = 1u << (shift - 1);
        result = mantissa >> shift;
        rest = mantissa & (2 * half - 1);
      }
    }
    if (rounds_up(result, rest, half, sign != 0, mode)) ++result;
  }
  if (saturation == Saturation::On && result == 0x7C00u) result = 0x7BFFu;
  return static_cast<std::uint16_t>(sign | result);
}

}  // namespace npusim::isa
