// SPDX-License-Identifier: Apache-2.0
// Numbers to integers, in every rounding mode. A value is exact in double (or is an integer), so a
// conversion rounds once.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "models/isa/vector/conversion_kernels.h"

namespace npusim::isa {

/// Whole numbers in double need no rounding from here on.
inline constexpr double kAllWhole = 0x1p51;

/// `value`, |value| < kAllWhole, as a whole number, without branches: adding 1.5 * 2^52 rounds to
/// the nearest even whole number, and what is left over says whether the mode wants a neighbour.
template <RoundMode kMode>
double whole_below(double value) {
  constexpr double kShift = 0x1.8p52;
  const double nearest = (value + kShift) - kShift;
  const double rest = value - nearest;  // exact
  if constexpr (kMode == RoundMode::Floor) return rest < 0 ? nearest - 1 : nearest;
  if constexpr (kMode == RoundMode::Ceil) return rest > 0 ? nearest + 1 : nearest;
  if constexpr (kMode == RoundMode::Trunc) {
    const double low = rest < 0 ? nearest - 1 : nearest;
    const double high = rest > 0 ? nearest + 1 : nearest;
    return value < 0 ? high : low;
  }
  if constexpr (kMode == RoundMode::Round) {
    const double up = rest == 0.5 && value > 0 ? nearest + 1 : nearest;
    return rest == -0.5 && value < 0 ? nearest - 1 : up;
  }
  if constexpr (kMode == RoundMode::Odd) {
    if (rest == 0) return nearest;
    const double low = rest < 0 ? nearest - 1 : nearest;
    return std::fmod(low, 2.0) != 0.0 ? low : low + 1;
  }
  return nearest;
}

template <RoundMode kMode>
double whole(double value) {
  return std::fabs(value) < kAllWhole ? whole_below<kMode>(value) : value;
}

/// The low bits of a whole number; infinities give the extremes, NaN 0.
template <typename To>
To low_bits(double number) {
  if (std::isnan(number)) return 0;
  if (std::isinf(number)) {
    return number > 0 ? std::numeric_limits<To>::max() : std::numeric_limits<To>::min();
  }
  if (std::fabs(number) < 0x1p62) return static_cast<To>(static_cast<std::int64_t>(number));
  const double rest = std::fmod(number, 0x1p64);  // exact; sign of number
  const auto magnitude = static_cast<std::uint64_t>(std::fabs(rest));
  return static_cast<To>(rest < 0 ? 0 - magnitude : magnitude);
}

/// The integer nearest to a number that may be out of range; NaN gives 0. `To` of at most 32 bits.
template <typename To, RoundMode kMode>
To saturated(double value) {
  constexpr double kLowest = std::numeric_limits<To>::min();
  constexpr double kHighest = std::numeric_limits<To>::max();
  double inside = value == value ? value : 0.0;
  inside = inside < kLowest - 1 ? kLowest - 1 : inside;
  inside = inside > kHighest + 1 ? kHighest + 1 : inside;
  double number = whole_below<kMode>(inside);
  number = number < kLowest ? kLowest : number;
  number = number > kHighest ? kHighest : number;
  return static_cast<To>(static_cast<std::conditional_t<sizeof(To) < 4, std::int32_t, To>>(number));
}

template <RoundMode kMode>
std::int64_t saturated_64(double value) {
  if (value != value) return 0;
  if (value >= 0x1p63) return std::numeric_limits<std::int64_t>::max();
  if (value <= -0x1p63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(whole<kMode>(value));
}

/// One mode of one pair: load(in[i]) is a double.
template <typename From, typename To, RoundMode kMode, typename Load>
void to_integers(const From* in, To* out, unsigned lanes, bool saturate, Load load) {
  if (!saturate) {
    for (unsigned i = 0; i < lanes; ++i) out[i] = low_bits<To>(whole<kMode>(load(in[i])));
  } else if constexpr (sizeof(To) == 8) {
    for (unsigned i = 0; i < lanes; ++i) out[i] = saturated_64<kMode>(load(in[i]));
  } else {
    for (unsigned i = 0; i < lanes; ++i) out[i] = saturated<To, kMode>(load(in[i]));
  }
}

/// Calls function.template operator()<mode>().
template <typename Function>
void for_mode(RoundMode mode, Function function) {
  switch (mode) {
    case RoundMode::None:
    case RoundMode::Rint:
      return function.template operator()<RoundMode::Rint>();
    case RoundMode::Round:
      return function.template operator()<RoundMode::Round>();
    case RoundMode::Floor:
      return function.template operator()<RoundMode::Floor>();
    case RoundMode::Ceil:
      return function.template operator()<RoundMode::Ceil>();
    case RoundMode::Trunc:
      return function.template operator()<RoundMode::Trunc>();
    case RoundMode::Odd:
      return function.template operator()<RoundMode::Odd>();
  }
}

}  // namespace npusim::isa
