// SPDX-License-Identifier: Apache-2.0
// Conversions between float and the bits of bfloat16 and float16. Rounding is to nearest, ties to
// even; a NaN stays a (quiet) NaN; overflow gives infinity. Integer arithmetic only, so the bits
// are the same on every machine.
#pragma once

#include <bit>
#include <cstdint>

namespace npusim {

constexpr float bfloat16_to_float(std::uint16_t bits) {
  return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

constexpr std::uint16_t float_to_bfloat16_rne(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return static_cast<std::uint16_t>((bits >> 16) | 0x40u);
  return static_cast<std::uint16_t>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

/// Without branches, so that the compiler makes vectors of loops over it: moving the exponent's
/// bias by a multiplication also normalises subnormal numbers.
constexpr float float16_to_float(std::uint16_t bits) {
  const std::uint32_t sign = std::uint32_t{bits & 0x8000u} << 16;
  const std::uint32_t magnitude = std::uint32_t{bits & 0x7FFFu} << 13;
  const float scaled = std::bit_cast<float>(magnitude) * 0x1p112f;
  const std::uint32_t special = magnitude >= (0x1Fu << 23) ? 0x7F800000u : 0u;  // infinity and NaN
  return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(scaled) | special);
}

constexpr std::uint16_t float_to_float16_rne(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
  std::uint32_t result = 0;
  if (magnitude > 0x7F800000u) {
    result = 0x7E00u | ((magnitude >> 13) & 0x3FFu);
  } else if (magnitude >= 0x477FF000u) {  // 65520 and more round to infinity
    result = 0x7C00u;
  } else if (magnitude >= 0x38800000u) {  // normal: at least 2^-14
    result = (magnitude + 0xFFFu + ((magnitude >> 13) & 1u) - (112u << 23)) >> 13;
  } else if (magnitude >= 0x33000000u) {  // subnormal: units of 2^-24; 2^-25 ties to even 0
    const std::uint32_t shift = 126u - (magnitude >> 23);
    const std::uint32_t mantissa = (magnitude & 0x7FFFFFu) | 0x800000u;
    const std::uint32_t half = 1u << (shift - 1);
    result = (mantissa + half - 1u + ((mantissa >> shift) & 1u)) >> shift;
  }
  return static_cast<std::uint16_t>(sign | result);
}

}  // namespace npusim
