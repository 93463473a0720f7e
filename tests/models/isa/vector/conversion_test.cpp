// SPDX-License-Identifier: Apache-2.0
// Conversions against definitions that share no code with them: search among all representable
// values, the C library's rounding, exhaustive round trips.
#include <algorithm>
#include <bit>
#include <cfenv>
#include <cmath>
#include <cstring>

#include "models/isa/numerics/bfloat16.h"
#include "models/isa/numerics/float16.h"
#include "models/isa/vector/conversion_kernels.h"
#include "tests/models/isa/vector/random_vector.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::ConversionModes;
using isa::RoundMode;
using isa::Saturation;

constexpr std::uint32_t kStride = 65537;  // co-prime to 2^32: 65,535 samples of all floats

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

TEST_CASE("float to integers rounds as the C library does, and clamps or wraps",
          "[models][isa][conversion]") {
  const auto convert = isa::conversion_kernel(DType::FLOAT32, DType::INT16);
  std::fesetround(FE_TONEAREST);
  for (std::uint64_t i = 0; i < (1ull << 32); i += kStride) {
    const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(i));
    if (!std::isfinite(value) || std::fabs(value) > 1e9f) continue;
    const struct {
      RoundMode mode;
      double whole;
    } kCases[] = {{RoundMode::Rint, std::nearbyint(value)}, {RoundMode::Round, std::round(value)},
                  {RoundMode::Floor, std::floor(value)},    {RoundMode::Ceil, std::ceil(value)},
                  {RoundMode::Trunc, std::trunc(value)},    {RoundMode::None, std::trunc(value)}};
    for (const auto& c : kCases) {
      std::int16_t clamped, wrapped;
      convert(&value, &clamped, 1, {c.mode, Saturation::On, Numerics::Reference});
      convert(&value, &wrapped, 1, {c.mode, Saturation::Off, Numerics::Reference});
      const auto whole = static_cast<std::int64_t>(c.whole);
      if (clamped != std::clamp<std::int64_t>(whole, -32768, 32767) ||
          wrapped != static_cast<std::int16_t>(whole)) {
        CAPTURE(value, static_cast<int>(c.mode), clamped, wrapped);
        FAIL("int16 differs");
      }
    }
  }
}

TEST_CASE("reference and hardware differ for no rounding and for odd",
          "[models][isa][conversion]") {
  const auto convert = isa::conversion_kernel(DType::FLOAT32, DType::INT32);
  const auto result = [&](float value, RoundMode mode, Numerics numerics) {
    std::int32_t out;
    convert(&value, &out, 1, {mode, Saturation::On, numerics});
    return out;
  };
  REQUIRE(result(2.75f, RoundMode::None, Numerics::Reference) == 2);
  REQUIRE(result(2.75f, RoundMode::None, Numerics::Hardware) == 3);
  REQUIRE(result(2.5f, RoundMode::Odd, Numerics::Reference) == 3);
  REQUIRE(result(2.25f, RoundMode::Odd, Numerics::Reference) == 2);
  REQUIRE(result(2.25f, RoundMode::Odd, Numerics::Hardware) == 3);
  REQUIRE(result(1e20f, RoundMode::Rint, Numerics::Reference) == 2147483647);
  REQUIRE(result(std::nanf(""), RoundMode::Rint, Numerics::Reference) == 0);
}

TEST_CASE("int32 to float rounds in each direction", "[models][isa][conversion]") {
  const auto convert = isa::conversion_kernel(DType::INT32, DType::FLOAT32);
  constexpr struct {
    RoundMode mode;
    int direction;
  } kCases[] = {{RoundMode::Rint, FE_TONEAREST},
                {RoundMode::Floor, FE_DOWNWARD},
                {RoundMode::Ceil, FE_UPWARD},
                {RoundMode::Trunc, FE_TOWARDZERO}};
  for (std::uint64_t i = 0; i < (1ull << 32); i += kStride * 16ull) {
    const auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(i));
    for (const auto& c : kCases) {
      float out;
      convert(&value, &out, 1, {c.mode, Saturation::On, Numerics::Reference});
      std::fesetround(c.direction);
      const volatile std::int32_t hidden = value;
      const volatile float expected = static_cast<float>(hidden);
      std::fesetround(FE_TONEAREST);
      CAPTURE(value, static_cast<int>(c.mode));
      REQUIRE(out == expected);
    }
  }
}

}  // namespace npusim::test
