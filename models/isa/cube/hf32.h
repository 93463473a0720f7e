// SPDX-License-Identifier: Apache-2.0
// HF32: float32 operands of which the cube looks at the upper bits only (intrinsics.md 2.5, CTRL
// bits 46 and 47).
#pragma once

#include <bit>
#include <cstdint>

namespace npusim::isa {

/// Bits of mantissa that are kept (intrinsics.md 7, question 11).
inline constexpr unsigned kHf32Mantissa = 11;

/// To nearest, ties to even or towards zero. NaN and infinity stay what they are.
constexpr float rounded_to_hf32(float value, bool ties_to_zero) {
  constexpr unsigned kDropped = 23 - kHf32Mantissa;
  constexpr std::uint32_t kHalf = 1u << (kDropped - 1), kMask = (1u << kDropped) - 1;
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7F800000u) == 0x7F800000u) return value;
  const std::uint32_t even = (bits >> kDropped) & 1u;
  const std::uint32_t up = ties_to_zero ? kHalf - 1 : kHalf - 1 + even;
  return std::bit_cast<float>((bits + up) & ~kMask);
}

}  // namespace npusim::isa
