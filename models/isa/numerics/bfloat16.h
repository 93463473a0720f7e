// SPDX-License-Identifier: Apache-2.0
// float -> bfloat16 in every rounding mode.
#pragma once

#include <bit>
#include <cstdint>

#include "models/isa/numerics/rounding.h"

namespace npusim::isa {

/// A NaN stays a quiet NaN. Saturation On: what would be infinity is the largest finite value.
constexpr std::uint16_t float_to_bfloat16(float value, RoundMode mode, Saturation saturation) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  if (magnitude > 0x7F800000u) return static_cast<std::uint16_t>((bits >> 16) | 0x40u);
  std::uint32_t result = magnitude >> 16;
  if (magnitude < 0x7F800000u && rounds_up(result, magnitude & 0xFFFFu, 0x8000u, sign != 0, mode)) {
    ++result;
  }
  if (saturation == Saturation::On && result == 0x7F80u) result = 0x7F7Fu;
  return static_cast<std::uint16_t>(sign | result);
}

}  // namespace npusim::isa
