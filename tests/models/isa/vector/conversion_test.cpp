// SPDX-License-Identifier: Apache-2.0
// float to float16 and bfloat16 against definitions that share no code with it: search among all
// representable values, exhaustive round trips. To integers: conversion_reference_test.cpp.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "models/isa/numerics/bfloat16.h"
#include "models/isa/numerics/float16.h"
#include "tests/models/isa/vector/random_vector.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::RoundMode;
using isa::Saturation;

/// Co-prime to 2^32: 65,535 samples of all floats; all of them in nightly runs.
const std::uint32_t kStride = std::getenv("NPUSIM_ALL_INPUTS") != nullptr ? 1 : 65537;

/// The neighbours of |value| among the positive finite values of a small format, by bisection.
struct Neighbours {
  std::uint16_t low, high;  ///< bits; equal if exact; high may be infinity
};
template <typename Decode>
Neighbours neighbours(double magnitude, std::uint16_t infinity, Decode decode) {
  std::uint16_t low = 0, high = infinity;
  while (high - low > 1) {
    const auto middle = static_cast<std::uint16_t>((low + high) / 2);
    (static_cast<double>(decode(middle)) <= magnitude ? low : high) = middle;
  }
  return static_cast<double>(decode(low)) == magnitude ? Neighbours{low, low}
                                                       : Neighbours{low, high};
}

template <typename Decode>
std::uint16_t expected_bits(float value, RoundMode mode, std::uint16_t infinity, double step_at_top,
                            Decode decode) {
  const bool negative = std::signbit(value);
  const double magnitude = std::fabs(static_cast<double>(value));
  if (std::isinf(value)) return static_cast<std::uint16_t>(infinity | (negative ? 0x8000u : 0u));
  const Neighbours near = neighbours(magnitude, infinity, decode);
  std::uint16_t result = near.low;
  if (near.low != near.high) {
    const double low = decode(near.low);
    const double high = near.high == infinity ? low + step_at_top : decode(near.high);
    const double to_low = magnitude - low, to_high = high - magnitude;
    bool up = false;
    if (mode == RoundMode::None || mode == RoundMode::Rint) {
      up = to_high < to_low || (to_high == to_low && near.low % 2 == 1);
    } else if (mode == RoundMode::Round) {
      up = to_high <= to_low;
    } else if (mode == RoundMode::Floor) {
      up = negative;
    } else if (mode == RoundMode::Ceil) {
      up = !negative;
    } else if (mode == RoundMode::Odd) {
      up = near.low % 2 == 0;
    }
    if (up) result = near.high;
  }
  return static_cast<std::uint16_t>(result | (negative ? 0x8000u : 0u));
}

constexpr RoundMode kModes[] = {RoundMode::None,  RoundMode::Rint, RoundMode::Round,
                                RoundMode::Floor, RoundMode::Ceil, RoundMode::Trunc,
                                RoundMode::Odd};

}  // namespace

TEST_CASE("float narrows to float16 and bfloat16 as the nearest values in each mode",
          "[models][isa][conversion]") {
  const double bfloat_step = std::ldexp(1.0, 127 - 7);
  for (std::uint64_t i = 0; i < (1ull << 32); i += kStride) {
    const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(i));
    if (std::isnan(value)) continue;
    for (const RoundMode mode : kModes) {
      const bool half_ok = isa::float_to_float16(value, mode, Saturation::Off) ==
                           expected_bits(value, mode, 0x7C00, 32, float16_to_float);
      const bool brain_ok = isa::float_to_bfloat16(value, mode, Saturation::Off) ==
                            expected_bits(value, mode, 0x7F80, bfloat_step, bfloat16_to_float);
      if (half_ok && brain_ok) continue;
      CAPTURE(kStride, i, value, static_cast<int>(mode));
      REQUIRE(half_ok);
      REQUIRE(brain_ok);
    }
  }
}

TEST_CASE("ties and the ends of the small formats round as each mode says",
          "[models][isa][conversion]") {
  for (std::uint32_t bits = 0; bits < 0x7C00; ++bits) {
    const float low = float16_to_float(static_cast<std::uint16_t>(bits));
    const float high =
        bits == 0x7BFF ? 65536.0f : float16_to_float(static_cast<std::uint16_t>(bits + 1));
    const float tie = low + (high - low) / 2;  // exact
    for (const float value : {tie, std::nextafter(tie, low), std::nextafter(tie, high), -tie}) {
      for (const RoundMode mode : kModes) {
        if (isa::float_to_float16(value, mode, Saturation::Off) !=
            expected_bits(value, mode, 0x7C00, 32, float16_to_float)) {
          CAPTURE(value, static_cast<int>(mode));
          FAIL("float16 differs");
        }
      }
    }
  }
  REQUIRE(isa::float_to_float16(1e9f, RoundMode::Rint, Saturation::On) == 0x7BFF);
  REQUIRE(isa::float_to_float16(-1e9f, RoundMode::Rint, Saturation::Off) == 0xFC00);
  REQUIRE(isa::float_to_bfloat16(3.4e38f, RoundMode::Rint, Saturation::On) == 0x7F7F);
}

TEST_CASE("every float16 and bfloat16 widens and narrows back unchanged",
          "[models][isa][conversion]") {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto small = static_cast<std::uint16_t>(bits);
    const float half = float16_to_float(small), brain = bfloat16_to_float(small);
    for (const RoundMode mode : kModes) {
      if (!std::isnan(half)) REQUIRE(isa::float_to_float16(half, mode, Saturation::Off) == small);
      if (!std::isnan(brain))
        REQUIRE(isa::float_to_bfloat16(brain, mode, Saturation::Off) == small);
    }
  }
}

}  // namespace npusim::test
