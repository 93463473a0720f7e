// SPDX-License-Identifier: Apache-2.0
// The table of conversions, and those to float types.
#include "models/isa/vector/conversion_kernels.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "models/arch/small_float.h"
#include "models/isa/numerics/bfloat16.h"
#include "models/isa/numerics/float16.h"
#include "models/isa/numerics/saturation.h"
#include "models/isa/vector/integer_conversions.h"

namespace npusim::isa {
namespace {

struct Half {
  std::uint16_t bits;
};
struct Brain {
  std::uint16_t bits;
};

float to_float(Half stored) { return float16_to_float(stored.bits); }
float to_float(Brain stored) { return bfloat16_to_float(stored.bits); }
template <typename T>
float to_float(T stored) {
  return static_cast<float>(stored);
}

template <typename From, typename To>
void float_to_integer(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  const auto load = [](From stored) { return static_cast<double>(to_float(stored)); };
  for_mode(modes.round, [&]<RoundMode kMode>() {
    to_integers<From, To, kMode>(static_cast<const From*>(in), static_cast<To*>(out), lanes,
                                 modes.saturation == Saturation::On, load);
  });
}

/// A whole number in float; zeros keep their sign.
void float_to_whole(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  const float* from = static_cast<const float*>(in);
  float* to = static_cast<float*>(out);
  for_mode(modes.round, [&]<RoundMode kMode>() {
    for (unsigned i = 0; i < lanes; ++i) {
      const auto number = static_cast<float>(whole<kMode>(static_cast<double>(from[i])));
      to[i] = std::copysign(number, from[i]);
    }
  });
}

template <typename From>
void widen(const void* in, void* out, unsigned lanes, const ConversionModes&) {
  const From* from = static_cast<const From*>(in);
  float* to = static_cast<float*>(out);
  for (unsigned i = 0; i < lanes; ++i) to[i] = to_float(from[i]);
}

/// From types that are exact in float.
template <typename From>
void to_float16(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  const From* from = static_cast<const From*>(in);
  auto* to = static_cast<std::uint16_t*>(out);
  if (modes.round == RoundMode::Rint || modes.round == RoundMode::None) {
    for (unsigned i = 0; i < lanes; ++i) to[i] = float_to_float16_rne(to_float(from[i]));
  } else {
    for (unsigned i = 0; i < lanes; ++i) {
      to[i] = float_to_float16(to_float(from[i]), modes.round, Saturation::Off);
    }
  }
  if (modes.saturation == Saturation::On) saturate_float16(to, lanes);
}

void to_bfloat16(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  const float* from = static_cast<const float*>(in);
  auto* to = static_cast<std::uint16_t*>(out);
  if (modes.round == RoundMode::Rint || modes.round == RoundMode::None) {
    for (unsigned i = 0; i < lanes; ++i) to[i] = float_to_bfloat16_rne(from[i]);
  } else {
    for (unsigned i = 0; i < lanes; ++i) {
      to[i] = float_to_bfloat16(from[i], modes.round, Saturation::Off);
    }
  }
  if (modes.saturation == Saturation::On) saturate_bfloat16(to, lanes);
}

/// The 24 leading bits of an integer, the rest rounded away.
float integer_to_float(std::int64_t value, RoundMode mode) {
  constexpr unsigned kMantissa = 24;
  const bool negative = value < 0;
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto bits = static_cast<unsigned>(std::bit_width(magnitude));
  if (bits <= kMantissa) return static_cast<float>(value);
  const unsigned dropped = bits - kMantissa;
  auto leading = static_cast<std::uint32_t>(magnitude >> dropped);
  // The rest against a half: below, equal, above.
  const std::uint64_t rest = magnitude << (64 - dropped);
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 63;
  const std::uint32_t scaled = rest == 0 ? 0 : rest < kHalf ? 1 : rest == kHalf ? 2 : 3;
  if (rounds_up(leading, scaled, 2, negative, mode)) ++leading;
  const float result = std::ldexp(static_cast<float>(leading), static_cast<int>(dropped));
  return negative ? -result : result;
}

template <typename From>
void integers_to_float(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  const From* from = static_cast<const From*>(in);
  float* to = static_cast<float*>(out);
  if (modes.round == RoundMode::Rint || modes.round == RoundMode::None) {
    for (unsigned i = 0; i < lanes; ++i) to[i] = static_cast<float>(from[i]);
  } else {
    for (unsigned i = 0; i < lanes; ++i) to[i] = integer_to_float(from[i], modes.round);
  }
}

template <typename From, typename To>
void between_integers(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  const From* from = static_cast<const From*>(in);
  To* to = static_cast<To*>(out);
  constexpr From kLowest = std::numeric_limits<To>::min(),
                 kHighest = std::numeric_limits<To>::max();
  const bool saturate = modes.saturation == Saturation::On;
  for (unsigned i = 0; i < lanes; ++i) {
    const From inside = from[i] < kLowest ? kLowest : from[i] > kHighest ? kHighest : from[i];
    to[i] = static_cast<To>(saturate ? inside : from[i]);
  }
}

void int32_to_int64(const void* in, void* out, unsigned lanes, const ConversionModes&) {
  const auto* from = static_cast<const std::int32_t*>(in);
  auto* to = static_cast<std::int64_t*>(out);
  for (unsigned i = 0; i < lanes; ++i) to[i] = from[i];
}

using Table = std::array<std::array<ConversionKernel, kDTypeCount>, kDTypeCount>;

constexpr Table make_table() {
  Table table{};
  const auto at = [&table](DType from, DType to) -> ConversionKernel& {
    return table[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
  };
  at(DType::FLOAT32, DType::FLOAT16) = to_float16<float>;
  at(DType::FLOAT32, DType::BFLOAT16) = to_bfloat16;
  at(DType::FLOAT32, DType::FLOAT32) = float_to_whole;
  at(DType::FLOAT32, DType::INT16) = float_to_integer<float, std::int16_t>;
  at(DType::FLOAT32, DType::INT32) = float_to_integer<float, std::int32_t>;
  at(DType::FLOAT32, DType::INT64) = float_to_integer<float, std::int64_t>;
  at(DType::FLOAT16, DType::FLOAT32) = widen<Half>;
  at(DType::FLOAT16, DType::INT16) = float_to_integer<Half, std::int16_t>;
  at(DType::FLOAT16, DType::INT32) = float_to_integer<Half, std::int32_t>;
  at(DType::FLOAT16, DType::INT8) = float_to_integer<Half, std::int8_t>;
  at(DType::FLOAT16, DType::UINT8) = float_to_integer<Half, std::uint8_t>;
  at(DType::BFLOAT16, DType::FLOAT32) = widen<Brain>;
  at(DType::BFLOAT16, DType::INT32) = float_to_integer<Brain, std::int32_t>;
  at(DType::INT8, DType::FLOAT16) = to_float16<std::int8_t>;
  at(DType::UINT8, DType::FLOAT16) = to_float16<std::uint8_t>;
  at(DType::INT16, DType::FLOAT16) = to_float16<std::int16_t>;
  at(DType::INT16, DType::FLOAT32) = widen<std::int16_t>;
  at(DType::INT32, DType::FLOAT32) = integers_to_float<std::int32_t>;
  at(DType::INT32, DType::INT16) = between_integers<std::int32_t, std::int16_t>;
  at(DType::INT32, DType::INT64) = int32_to_int64;
  at(DType::INT64, DType::FLOAT32) = integers_to_float<std::int64_t>;
  at(DType::INT64, DType::INT32) = between_integers<std::int64_t, std::int32_t>;
  return table;
}

constexpr Table kTable = make_table();

}  // namespace

ConversionKernel conversion_kernel(DType from, DType to) {
  return kTable[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

void float16_to_int4(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  constexpr int kLowest = -8, kHighest = 7;
  const auto* from = static_cast<const std::uint16_t*>(in);
  auto* to = static_cast<std::uint8_t*>(out);
  std::memset(to, 0, lanes / 2);
  for (unsigned i = 0; i < lanes; ++i) {
    std::int32_t value = 0;
    float_to_integer<Half, std::int32_t>(from + i, &value, 1, {modes.round, Saturation::On});
    const double number = static_cast<double>(float16_to_float(from[i]));
    if (modes.saturation == Saturation::On || std::isinf(number)) {
      value = std::clamp(value, kLowest, kHighest);
    }
    to[i / 2] = static_cast<std::uint8_t>(to[i / 2] | (value & 0xF) << (4 * (i % 2)));
  }
}

void int4_to_float16(const void* in, void* out, unsigned lanes, const ConversionModes&) {
  const auto* from = static_cast<const std::uint8_t*>(in);
  auto* to = static_cast<std::uint16_t*>(out);
  for (unsigned i = 0; i < lanes; ++i) {
    const int bits = from[i / 2] >> (4 * (i % 2)) & 0xF;
    to[i] = float_to_float16_rne(static_cast<float>(bits < 8 ? bits : bits - 16));
  }
}

}  // namespace npusim::isa
