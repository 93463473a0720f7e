// SPDX-License-Identifier: Apache-2.0
// What a word of DEQSCALE makes of a 16-bit value (intrinsics.md 2.2, 2.3.6): [31:0] scale, a float
// whose low 13 bits are ignored; [45:37] offset, signed; [46] signed result.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace npusim::isa {

/// saturate(rint(value * scale) + offset) as the bits of an 8-bit integer. Scale NaN gives the
/// offset.
inline std::uint8_t dequantised(int value, std::uint64_t word) {
  constexpr std::uint32_t kScaleBits = 0xFFFFE000u;
  constexpr double kBeyond = 1024;  // past every saturation, with any offset
  const auto scale = std::bit_cast<float>(static_cast<std::uint32_t>(word) & kScaleBits);
  const double product = static_cast<double>(value) * static_cast<double>(scale);  // exact
  const double whole =
      std::isnan(product) ? 0 : std::nearbyint(std::clamp(product, -kBeyond, kBeyond));
  const auto offset_bits = static_cast<int>(word >> 37 & 0x1FF);
  const int offset = offset_bits < 0x100 ? offset_bits : offset_bits - 0x200;
  const int sum = static_cast<int>(whole) + offset;
  const bool is_signed = (word >> 46 & 1) != 0;
  return static_cast<std::uint8_t>(is_signed ? std::clamp(sum, -128, 127)
                                             : std::clamp(sum, 0, 255));
}

}  // namespace npusim::isa
