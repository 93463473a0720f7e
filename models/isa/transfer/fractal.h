// SPDX-License-Identifier: Apache-2.0
// Fractals: 512 bytes, 16 lines of 32, the unit in which the cube's operands move.
#pragma once

#include <cstdint>

#include "models/arch/mem_space.h"

namespace npusim::isa {

inline constexpr std::uint32_t kFractalLines = 16;
inline constexpr std::uint32_t kFractalBytes = kFractalLines * kBlockBytes;

/// Bytes from a source fractal to the next, `stride` fractals on (or back).
constexpr std::int64_t fractal_step(std::uint32_t stride, bool descending) {
  const std::int64_t step = std::int64_t{stride} * kFractalBytes;
  return descending ? -step : step;
}

/// Bytes from the start of a target fractal to the next, `gap` fractals behind its end.
constexpr std::int64_t fractal_pitch(std::uint32_t gap) {
  return (std::int64_t{gap} + 1) * kFractalBytes;
}

constexpr std::uint32_t ceil_div(std::uint32_t value, std::uint32_t unit) {
  return (value + unit - 1) / unit;
}

}  // namespace npusim::isa
