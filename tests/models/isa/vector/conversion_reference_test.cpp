// SPDX-License-Identifier: Apache-2.0
// Conversions against exact arithmetic: every 16-bit input, 32-bit inputs densely (all of them with
// NPUSIM_ALL_INPUTS set, for nightly runs), every rounding mode, both kinds of saturation.
#include <cfenv>
#include <cstdlib>
#include <limits>
#include <optional>

#include "models/isa/vector/conversion_kernels.h"
#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::ConversionModes;
using isa::RoundMode;
using isa::Saturation;

constexpr RoundMode kModes[] = {RoundMode::None,  RoundMode::Rint, RoundMode::Round,
                                RoundMode::Floor, RoundMode::Ceil, RoundMode::Trunc,
                                RoundMode::Odd};

/// `value` (finite) as a whole number, from floor and the distance to it alone.
long double whole_number(long double value, RoundMode mode) {
  const long double low = std::floor(value), rest = value - low;
  const bool low_is_odd = std::fmod(low, 2.0L) != 0;
  switch (mode) {
    case RoundMode::None:
    case RoundMode::Rint:
      return rest > 0.5L || (rest == 0.5L && low_is_odd) ? low + 1 : low;
    case RoundMode::Round:
      return rest > 0.5L || (rest == 0.5L && value > 0) ? low + 1 : low;
    case RoundMode::Floor:
      return low;
    case RoundMode::Ceil:
      return rest > 0 ? low + 1 : low;
    case RoundMode::Trunc:
      return value < 0 && rest > 0 ? low + 1 : low;
    case RoundMode::Odd:
      return rest > 0 && !low_is_odd ? low + 1 : low;
  }
  return low;
}

/// The integer of `bits` bits, from a number: its two's complement in 64 bits.
std::int64_t expected_integer(long double value, RoundMode mode, bool saturates, long double lowest,
                              long double highest, unsigned bits) {
  if (std::isnan(value)) return 0;
  if (std::isinf(value)) return static_cast<std::int64_t>(value > 0 ? highest : lowest);
  const long double whole = whole_number(value, mode);
  if (whole >= lowest && whole <= highest) return static_cast<std::int64_t>(whole);
  if (saturates) return static_cast<std::int64_t>(whole > 0 ? highest : lowest);
  const long double period = std::ldexp(1.0L, static_cast<int>(bits));
  long double low_bits = std::fmod(whole, period);
  if (low_bits < 0) low_bits += period;
  if (low_bits > highest) low_bits -= period;
  return static_cast<std::int64_t>(low_bits);
}

/// Inputs of a 32-bit type: all, or a step that is coprime to 2^32, and what is near the ends.
template <typename Visit>
void for_32_bit_inputs(Visit visit) {
  static const bool all = std::getenv("NPUSIM_ALL_INPUTS") != nullptr;
  const std::uint64_t step = all ? 1 : 32749;
  constexpr unsigned kLanes = 64;
  std::uint32_t lanes[kLanes];
  unsigned count = 0;
  const auto add = [&](std::uint32_t bits) {
    lanes[count++] = bits;
    if (count == kLanes) {
      visit(lanes, count);
      count = 0;
    }
  };
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += step) {
    add(static_cast<std::uint32_t>(bits));
  }
  for (const float base : {0.5f, 1.5f, 2.5f, 127.5f, 255.5f, 32767.5f, 65504.0f, 65520.0f, 0x1p31f,
                           0x1p32f, 0x1p63f, 0x1p64f, 8388608.0f, 16777216.0f}) {
    for (int nudge = -2; nudge <= 2; ++nudge) {
      for (const std::uint32_t sign : {0u, 0x80000000u}) {
        add((std::bit_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(nudge)) | sign);
      }
    }
  }
  if (count > 0) visit(lanes, count);
}

template <typename To>
void check_float_to_integer() {
  constexpr DType kTo = std::is_same_v<To, std::int16_t>   ? DType::INT16
                        : std::is_same_v<To, std::int32_t> ? DType::INT32
                                                           : DType::INT64;
  for (const RoundMode mode : kModes) {
    for (const Saturation saturation : {Saturation::On, Saturation::Off}) {
      CAPTURE(name(kTo), mode, saturation);
      const auto kernel = isa::conversion_kernel(DType::FLOAT32, kTo);
      for_32_bit_inputs([&](const std::uint32_t* bits, unsigned count) {
        To out[64];
        kernel(bits, out, count, {mode, saturation});
        for (unsigned i = 0; i < count; ++i) {
          const auto value = static_cast<long double>(std::bit_cast<float>(bits[i]));
          const auto expected = static_cast<To>(expected_integer(
              value, mode, saturation == Saturation::On, std::numeric_limits<To>::min(),
              std::numeric_limits<To>::max(), 8 * sizeof(To)));
          if (out[i] != expected) {
            CAPTURE(bits[i], value);
            REQUIRE(out[i] == expected);
          }
        }
      });
    }
  }
}

template <typename To>
void check_small_to_integer(DType from, DType to) {
  const auto kernel = isa::conversion_kernel(from, to);
  REQUIRE(kernel != nullptr);
  for (const RoundMode mode : kModes) {
    for (const Saturation saturation : {Saturation::On, Saturation::Off}) {
      CAPTURE(name(from), name(to), mode, saturation);
      for (std::uint32_t bits = 0; bits < 65536; ++bits) {
        const auto input = static_cast<std::uint16_t>(bits);
        const float value =
            from == DType::FLOAT16 ? float16_to_float(input) : bfloat16_to_float(input);
        To out;
        kernel(&input, &out, 1, {mode, saturation});
        const auto expected = static_cast<To>(expected_integer(
            static_cast<long double>(value), mode, saturation == Saturation::On,
            std::numeric_limits<To>::min(), std::numeric_limits<To>::max(), 8 * sizeof(To)));
        if (out != expected) {
          CAPTURE(bits, value);
          REQUIRE(out == expected);
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("float to integers: every rounding mode, saturating and wrapping",
          "[models][isa][conversion]") {
  check_float_to_integer<std::int16_t>();
  check_float_to_integer<std::int32_t>();
  check_float_to_integer<std::int64_t>();
}

TEST_CASE("all halves and bfloat16s to integers", "[models][isa][conversion]") {
  check_small_to_integer<std::int32_t>(DType::FLOAT16, DType::INT32);
  check_small_to_integer<std::int16_t>(DType::FLOAT16, DType::INT16);
  check_small_to_integer<std::int8_t>(DType::FLOAT16, DType::INT8);
  check_small_to_integer<std::uint8_t>(DType::FLOAT16, DType::UINT8);
  check_small_to_integer<std::int32_t>(DType::BFLOAT16, DType::INT32);
}

TEST_CASE("all halves to 4-bit integers and back, two a byte, low bits first",
          "[models][isa][conversion]") {
  for (const RoundMode mode : kModes) {
    for (const Saturation saturation : {Saturation::On, Saturation::Off}) {
      for (std::uint32_t bits = 0; bits < 65536; bits += 2) {
        const std::uint16_t pair[2] = {static_cast<std::uint16_t>(bits),
                                       static_cast<std::uint16_t>(65535 - bits)};
        std::uint8_t packed;
        isa::float16_to_int4(pair, &packed, 2, {mode, saturation});
        for (unsigned lane = 0; lane < 2; ++lane) {
          const auto value = static_cast<long double>(float16_to_float(pair[lane]));
          const std::int64_t expected =
              expected_integer(value, mode, saturation == Saturation::On, -8, 7, 4);
          if ((packed >> (4 * lane) & 15) == (expected & 15)) continue;
          CAPTURE(mode, saturation, bits, lane);
          REQUIRE((packed >> (4 * lane) & 15) == (expected & 15));
        }
      }
    }
  }
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto packed = static_cast<std::uint8_t>(byte);
    std::uint16_t out[2];
    isa::int4_to_float16(&packed, out, 2, {});
    for (unsigned lane = 0; lane < 2; ++lane) {
      const int bits = static_cast<int>(byte >> (4 * lane) & 15);
      CHECK(float16_to_float(out[lane]) == static_cast<float>(bits >= 8 ? bits - 16 : bits));
    }
  }
}

TEST_CASE("float to a whole number in float keeps signs, infinities and NaN",
          "[models][isa][conversion]") {
  const auto kernel = isa::conversion_kernel(DType::FLOAT32, DType::FLOAT32);
  for (const RoundMode mode : kModes) {
    for_32_bit_inputs([&](const std::uint32_t* bits, unsigned count) {
      float out[64];
      kernel(bits, out, count, {mode, Saturation::On});
      for (unsigned i = 0; i < count; ++i) {
        const auto value = std::bit_cast<float>(bits[i]);
        float expected = value;
        if (std::isfinite(value)) {
          expected = std::copysign(
              static_cast<float>(whole_number(static_cast<long double>(value), mode)), value);
        }
        const bool same = std::isnan(value) ? std::isnan(out[i])
                                            : std::bit_cast<std::uint32_t>(out[i]) ==
                                                  std::bit_cast<std::uint32_t>(expected);
        if (same) continue;
        CAPTURE(mode, bits[i], value, out[i]);
        REQUIRE(same);
      }
    });
  }
}

TEST_CASE("integers to float round as the C library in its modes", "[models][isa][conversion]") {
  constexpr std::pair<RoundMode, int> kLibraryModes[] = {{RoundMode::Rint, FE_TONEAREST},
                                                         {RoundMode::Floor, FE_DOWNWARD},
                                                         {RoundMode::Ceil, FE_UPWARD},
                                                         {RoundMode::Trunc, FE_TOWARDZERO}};
  const auto from32 = isa::conversion_kernel(DType::INT32, DType::FLOAT32);
  const auto from64 = isa::conversion_kernel(DType::INT64, DType::FLOAT32);
  for (const auto& [mode, library] : kLibraryModes) {
    for_32_bit_inputs([&](const std::uint32_t* bits, unsigned count) {
      for (unsigned i = 0; i < count; ++i) {
        const volatile auto narrow = static_cast<std::int32_t>(bits[i]);
        const volatile auto wide = static_cast<std::int64_t>(hash64(7, bits[i]) >> (bits[i] % 64));
        std::fesetround(library);
        const volatile auto expected32 = static_cast<float>(narrow);
        const volatile auto expected64 = static_cast<float>(wide);
        std::fesetround(FE_TONEAREST);
        const std::int32_t in32 = narrow;
        const std::int64_t in64 = wide;
        float out32, out64;
        from32(&in32, &out32, 1, {mode, Saturation::On});
        from64(&in64, &out64, 1, {mode, Saturation::On});
        if (out32 == expected32 && out64 == expected64) continue;
        CAPTURE(mode, in32, in64);
        REQUIRE(out32 == expected32);
        REQUIRE(out64 == expected64);
      }
    });
  }
  // Ties away from zero: 2^24 + 1 lies half way.
  const std::int32_t ties[2] = {(1 << 24) + 1, -(1 << 24) - 1};
  float out[2];
  from32(ties, out, 2, {RoundMode::Round, Saturation::On});
  CHECK(out[0] == 16777218.0f);
  CHECK(out[1] == -16777218.0f);
}

TEST_CASE("narrowing integers saturates or keeps the low bits", "[models][isa][conversion]") {
  const auto narrow = isa::conversion_kernel(DType::INT32, DType::INT16);
  const auto narrow64 = isa::conversion_kernel(DType::INT64, DType::INT32);
  for (const Saturation saturation : {Saturation::On, Saturation::Off}) {
    const bool on = saturation == Saturation::On;
    for_32_bit_inputs([&](const std::uint32_t* bits, unsigned count) {
      for (unsigned i = 0; i < count; ++i) {
        const auto in = static_cast<std::int32_t>(bits[i]);
        std::int16_t out;
        narrow(&in, &out, 1, {RoundMode::None, saturation});
        const std::int32_t inside = in < -32768 ? -32768 : in > 32767 ? 32767 : in;
        const auto expected = static_cast<std::int16_t>(on ? inside : in);
        if (out != expected) REQUIRE(out == expected);
        const auto in64 = static_cast<std::int64_t>(hash64(9, bits[i])) >> (bits[i] % 60);
        std::int32_t out64;
        narrow64(&in64, &out64, 1, {RoundMode::None, saturation});
        constexpr std::int64_t kLowest = std::numeric_limits<std::int32_t>::min();
        constexpr std::int64_t kHighest = std::numeric_limits<std::int32_t>::max();
        const std::int64_t inside64 = in64 < kLowest ? kLowest : in64 > kHighest ? kHighest : in64;
        const auto expected64 = static_cast<std::int32_t>(on ? inside64 : in64);
        if (out64 != expected64) REQUIRE(out64 == expected64);
      }
    });
  }
}

TEST_CASE("small integers to half, halves and bfloat16s to float are exact or round as asked",
          "[models][isa][conversion]") {
  const auto from16 = isa::conversion_kernel(DType::INT16, DType::FLOAT16);
  for (const RoundMode mode : kModes) {
    for (int value = -32768; value <= 32767; ++value) {
      const auto in = static_cast<std::int16_t>(value);
      std::uint16_t out;
      from16(&in, &out, 1, {mode, Saturation::Off});
      // Halves have 11 bits: whole multiples of a power of two.
      int unit = 1;
      while (std::abs(value) / unit >= 2048) unit *= 2;
      const long double scaled = static_cast<long double>(value) / unit;
      const RoundMode side = mode;
      long double expected = whole_number(scaled, side) * unit;
      if (mode == RoundMode::Odd && value < 0) expected = -whole_number(-scaled, mode) * unit;
      if (static_cast<long double>(float16_to_float(out)) == expected) continue;
      CAPTURE(mode, value, float16_to_float(out));
      REQUIRE(static_cast<long double>(float16_to_float(out)) == expected);
    }
  }
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto in = static_cast<std::uint16_t>(bits);
    float half, brain, integer;
    isa::conversion_kernel(DType::FLOAT16, DType::FLOAT32)(&in, &half, 1, {});
    isa::conversion_kernel(DType::BFLOAT16, DType::FLOAT32)(&in, &brain, 1, {});
    isa::conversion_kernel(DType::INT16, DType::FLOAT32)(&in, &integer, 1, {});
    const int exponent = static_cast<int>(bits >> 10 & 31),
              mantissa = static_cast<int>(bits & 1023);
    double expected =
        exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
    if (exponent == 31) expected = mantissa == 0 ? HUGE_VAL : std::nan("");
    if ((bits & 0x8000) != 0) expected = -expected;
    const bool same =
        std::isnan(expected) ? std::isnan(half) : static_cast<double>(half) == expected;
    if (!same || std::bit_cast<std::uint32_t>(brain) != bits << 16 ||
        integer != static_cast<float>(static_cast<std::int16_t>(in))) {
      CAPTURE(bits, half, brain, integer);
      REQUIRE(false);
    }
  }
  for (int value = -128; value < 256; ++value) {
    const auto byte = static_cast<std::uint8_t>(value);
    std::uint16_t out;
    isa::conversion_kernel(value < 0 ? DType::INT8 : DType::UINT8, DType::FLOAT16)(&byte, &out, 1,
                                                                                   {});
    CHECK(float16_to_float(out) == static_cast<float>(value));
  }
}

TEST_CASE("saturating float16 and bfloat16 results have no infinity and no NaN",
          "[models][isa][conversion]") {
  for (const DType to : {DType::FLOAT16, DType::BFLOAT16}) {
    const std::uint16_t infinity = to == DType::FLOAT16 ? 0x7C00 : 0x7F80;
    const auto kernel = isa::conversion_kernel(DType::FLOAT32, to);
    for (const RoundMode mode : kModes) {
      for_32_bit_inputs([&](const std::uint32_t* bits, unsigned count) {
        std::uint16_t on[64], off[64];
        kernel(bits, on, count, {mode, Saturation::On});
        kernel(bits, off, count, {mode, Saturation::Off});
        for (unsigned i = 0; i < count; ++i) {
          const std::uint16_t magnitude = off[i] & 0x7FFF;
          std::uint16_t expected = off[i];
          if (magnitude == infinity) expected = static_cast<std::uint16_t>(off[i] - 1);
          if (magnitude > infinity) expected = 0;
          if (on[i] == expected) continue;
          CAPTURE(name(to), mode, bits[i], off[i], on[i]);
          REQUIRE(on[i] == expected);
        }
      });
    }
  }
}

}  // namespace npusim::test
