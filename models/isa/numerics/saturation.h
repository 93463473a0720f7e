// SPDX-License-Identifier: Apache-2.0
// What CTRL[48] = 0 makes of float16 and bfloat16 results: infinities become the largest finite
// value, NaN +0 (intrinsics.md 2.1).
#pragma once

#include <cstdint>

namespace npusim::isa {

/// Without branches, so that loops over lanes become vectors. `infinity`: the format's bits.
inline void saturate_small_floats(std::uint16_t* lanes, unsigned count, std::uint16_t infinity) {
  for (unsigned i = 0; i < count; ++i) {
    const auto magnitude = static_cast<std::uint16_t>(lanes[i] & 0x7FFFu);
    const auto largest = static_cast<std::uint16_t>((lanes[i] & 0x8000u) | (infinity - 1u));
    const std::uint16_t special = magnitude == infinity ? largest : std::uint16_t{0};
    lanes[i] = magnitude < infinity ? lanes[i] : special;
  }
}

inline void saturate_float16(std::uint16_t* lanes, unsigned count) {
  saturate_small_floats(lanes, count, 0x7C00);
}
inline void saturate_bfloat16(std::uint16_t* lanes, unsigned count) {
  saturate_small_floats(lanes, count, 0x7F80);
}

}  // namespace npusim::isa
