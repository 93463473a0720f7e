// SPDX-License-Identifier: Apache-2.0
// Every source value is exact in double, so a conversion rounds once. The exception is int32 ->
// float16, which the hardware takes through float (deqscale 1.0).
//   to float16, bfloat16   honours the mode; None is Rint; Odd rounds to odd
//   to float               from integers honours the mode; float -> float rounds to a whole number
//   to integers            None: truncation (reference) or Rint (hardware); Odd: ties to odd
//                          (reference) or to odd (hardware). NaN gives 0. Saturation On clamps, Off
//                          keeps the low bits (infinities: 0).
#include "models/isa/vector/conversion_kernels.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

#include "models/arch/small_float.h"
#include "models/isa/numerics/bfloat16.h"
#include "models/isa/numerics/float16.h"

namespace npusim::isa {
namespace {

struct Half {
  std::uint16_t bits;
};
struct Brain {
  std::uint16_t bits;
};

double load(Half stored) { return static_cast<double>(float16_to_float(stored.bits)); }
double load(Brain stored) { return static_cast<double>(bfloat16_to_float(stored.bits)); }
template <typename T>
double load(T stored) {
  return static_cast<double>(stored);
}

/// double -> float in the given mode.
float narrow(double value, RoundMode mode) {
  const float nearest = static_cast<float>(value);
  if (static_cast<double>(nearest) == value || std::isnan(value)) return nearest;
  const float infinity = std::numeric_limits<float>::infinity();
  const bool above = static_cast<double>(nearest) > value;
  const float low = above ? std::nextafter(nearest, -infinity) : nearest;
  const float high = above ? nearest : std::nextafter(nearest, infinity);
  const double to_low = value - static_cast<double>(low);
  const double to_high = static_cast<double>(high) - value;
  switch (mode) {
    case RoundMode::None:
    case RoundMode::Rint:
      return nearest;
    case RoundMode::Round:
      return to_low == to_high ? (value > 0 ? high : low) : nearest;
    case RoundMode::Floor:
      return low;
    case RoundMode::Ceil:
      return high;
    case RoundMode::Trunc:
      return value > 0 ? low : high;
    case RoundMode::Odd:
      return (std::bit_cast<std::uint32_t>(low) & 1u) != 0 ? low : high;
  }
  return nearest;
}

double to_whole(double value, const ConversionModes& modes) {
  if (modes.numerics == Numerics::Hardware) {
    if (modes.round == RoundMode::None) return round_to_integer(value, RoundMode::Rint);
    if (modes.round == RoundMode::Odd) {
      const double low = std::floor(value);
      return low == value || std::fmod(low, 2.0) != 0.0 ? low : low + 1;
    }
  }
  return round_to_integer(value, modes.round);
}

template <typename T>
T to_integer(double value, const ConversionModes& modes) {
  if (std::isnan(value)) return 0;
  constexpr double kLowest = std::numeric_limits<T>::min();
  constexpr double kHighest = std::numeric_limits<T>::max();
  if (std::isinf(value)) {
    if (modes.saturation == Saturation::Off) return 0;
    return value > 0 ? std::numeric_limits<T>::max() : std::numeric_limits<T>::min();
  }
  const double whole = to_whole(value, modes);
  if (whole >= kLowest && whole <= kHighest) return static_cast<T>(whole);
  if (modes.saturation != Saturation::Off) {
    return whole > 0 ? std::numeric_limits<T>::max() : std::numeric_limits<T>::min();
  }
  const double low_bits = std::fmod(whole, 4294967296.0);  // exact; sign of whole
  return static_cast<T>(static_cast<std::uint64_t>(static_cast<std::int64_t>(low_bits)));
}

template <typename From, typename To>
To convert(From stored, const ConversionModes& modes) {
  const double value = load(stored);
  if constexpr (std::is_same_v<To, Half>) {
    return {float_to_float16(static_cast<float>(value), modes.round, modes.saturation)};
  } else if constexpr (std::is_same_v<To, Brain>) {
    return {float_to_bfloat16(static_cast<float>(value), modes.round, modes.saturation)};
  } else if constexpr (std::is_same_v<To, float>) {
    if constexpr (std::is_same_v<From, float>) {
      return std::isfinite(value)
                 ? std::copysign(static_cast<float>(to_whole(value, modes)), stored)
                 : stored;
    } else {
      return narrow(value, modes.round);
    }
  } else {
    return to_integer<To>(value, modes);
  }
}

template <typename From, typename To>
void convert_lanes(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  const From* from = static_cast<const From*>(in);
  To* to = static_cast<To*>(out);
  for (unsigned i = 0; i < lanes; ++i) to[i] = convert<From, To>(from[i], modes);
}

/// float -> bfloat16 as the compressor asks for it, branch-free enough to vectorise.
void to_bfloat16(const void* in, void* out, unsigned lanes, const ConversionModes& modes) {
  if (modes.round != RoundMode::Rint || modes.saturation == Saturation::On) {
    convert_lanes<float, Brain>(in, out, lanes, modes);
    return;
  }
  const float* from = static_cast<const float*>(in);
  std::uint16_t* to = static_cast<std::uint16_t*>(out);
  for (unsigned i = 0; i < lanes; ++i) to[i] = float_to_bfloat16_rne(from[i]);
}

using Row = std::array<ConversionKernel, kDTypeCount>;

template <typename From>
constexpr Row row_from() {
  Row row{};
  const auto at = [&row](DType type) -> ConversionKernel& {
    return row[static_cast<std::size_t>(type)];
  };
  at(DType::FLOAT32) = convert_lanes<From, float>;
  at(DType::FLOAT16) = convert_lanes<From, Half>;
  at(DType::INT32) = convert_lanes<From, std::int32_t>;
  at(DType::INT16) = convert_lanes<From, std::int16_t>;
  at(DType::INT8) = convert_lanes<From, std::int8_t>;
  at(DType::UINT8) = convert_lanes<From, std::uint8_t>;
  return row;
}

/// Rows by source type. bfloat16 converts to and from float, and to int32 only.
constexpr std::array<Row, kDTypeCount> make_table() {
  std::array<Row, kDTypeCount> table{};
  const auto row = [&table](DType type) -> Row& { return table[static_cast<std::size_t>(type)]; };
  const auto index = [](DType type) { return static_cast<std::size_t>(type); };
  row(DType::FLOAT32) = row_from<float>();
  row(DType::FLOAT32)[index(DType::BFLOAT16)] = to_bfloat16;
  row(DType::FLOAT16) = row_from<Half>();
  row(DType::FLOAT16)[index(DType::FLOAT16)] = nullptr;
  row(DType::INT32) = row_from<std::int32_t>();
  row(DType::INT32)[index(DType::INT32)] = nullptr;
  row(DType::INT16) = row_from<std::int16_t>();
  row(DType::INT16)[index(DType::INT16)] = nullptr;
  row(DType::INT8) = row_from<std::int8_t>();
  row(DType::INT8)[index(DType::INT8)] = nullptr;
  row(DType::UINT8) = row_from<std::uint8_t>();
  row(DType::UINT8)[index(DType::UINT8)] = nullptr;
  row(DType::BFLOAT16)[index(DType::FLOAT32)] = convert_lanes<Brain, float>;
  row(DType::BFLOAT16)[index(DType::INT32)] = convert_lanes<Brain, std::int32_t>;
  return table;
}

constexpr std::array<Row, kDTypeCount> kTable = make_table();

}  // namespace

ConversionKernel conversion_kernel(DType from, DType to) {
  return kTable[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

Saturation default_saturation(DType from, DType to) {
  struct Pair {
    DType from, to;
  };
  constexpr Pair kOff[] = {{DType::FLOAT16, DType::INT8},  {DType::FLOAT16, DType::UINT8},
                           {DType::INT64, DType::INT32},   {DType::INT32, DType::INT16},
                           {DType::FLOAT32, DType::INT16}, {DType::FLOAT16, DType::INT16}};
  for (const Pair& pair : kOff) {
    if (pair.from == from && pair.to == to) return Saturation::Off;
  }
  return Saturation::On;
}

}  // namespace npusim::isa
