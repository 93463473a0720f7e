// SPDX-License-Identifier: Apache-2.0
// Functions that the scalar unit computes by itself (intrinsics.md 2.6).
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "cce/crossing.h"

NPUSIM_INTRINSIC constexpr std::uint64_t sbitset0(std::uint64_t value, std::int64_t bit) {
  return value & ~(std::uint64_t{1} << bit);
}
NPUSIM_INTRINSIC constexpr std::uint64_t sbitset1(std::uint64_t value, std::int64_t bit) {
  return value | std::uint64_t{1} << bit;
}
/// Lowest 1 or 0; -1 if there is none.
NPUSIM_INTRINSIC constexpr std::int64_t sff1(std::uint64_t value) {
  return value == 0 ? -1 : std::countr_zero(value);
}
NPUSIM_INTRINSIC constexpr std::int64_t sff0(std::uint64_t value) { return sff1(~value); }
NPUSIM_INTRINSIC constexpr std::int64_t bcnt1(std::uint64_t value) { return std::popcount(value); }
NPUSIM_INTRINSIC constexpr std::int64_t bcnt0(std::uint64_t value) { return 64 - bcnt1(value); }
NPUSIM_INTRINSIC constexpr std::int64_t clz(std::uint64_t value) { return std::countl_zero(value); }
/// Leading bits equal to the sign, without it; -1 if all are.
NPUSIM_INTRINSIC constexpr std::int64_t sflbits(std::int64_t value) {
  const auto magnitude = static_cast<std::uint64_t>(value < 0 ? ~value : value);
  return magnitude == 0 ? -1 : std::countl_zero(magnitude) - 1;
}

/// 1 to 4 parts of an address, from the low one on, 16 bits each; a single part may be whole.
NPUSIM_INTRINSIC std::uint64_t get_imm(std::uint64_t part0) {
  return npusim::device::kLocalWindow + part0;
}
NPUSIM_INTRINSIC std::uint64_t get_imm(std::uint64_t part0, std::uint64_t part1) {
  return get_imm(part0 | part1 << 16);
}
NPUSIM_INTRINSIC std::uint64_t get_imm(std::uint64_t part0, std::uint64_t part1,
                                       std::uint64_t part2) {
  return get_imm(part0 | part1 << 16 | part2 << 32);
}
NPUSIM_INTRINSIC std::uint64_t get_imm(std::uint64_t part0, std::uint64_t part1,
                                       std::uint64_t part2, std::uint64_t part3) {
  return get_imm(part0 | part1 << 16 | part2 << 32 | part3 << 48);
}

// Conversions of a float: to nearest even (r), away from zero on ties (a), down (f), up (c).
namespace npusim::device {

/// Saturates; 0 for what is no number.
constexpr std::int64_t saturated(double value) {
  if (!(value == value)) return 0;
  if (value <= -2147483648.0) return -2147483648ll;
  if (value >= 2147483647.0) return 2147483647ll;
  return static_cast<std::int64_t>(value);
}

}  // namespace npusim::device
NPUSIM_INTRINSIC std::int64_t conv_f322s32r(float value) {
  return npusim::device::saturated(__builtin_nearbyint(value));
}
NPUSIM_INTRINSIC std::int64_t conv_f322s32a(float value) {
  return npusim::device::saturated(__builtin_round(value));
}
NPUSIM_INTRINSIC std::int64_t conv_f322s32f(float value) {
  return npusim::device::saturated(__builtin_floor(value));
}
NPUSIM_INTRINSIC std::int64_t conv_f322s32c(float value) {
  return npusim::device::saturated(__builtin_ceil(value));
}
/// To odd (von Neumann): a result that is not exact is the one toward zero with its last bit set.
NPUSIM_INTRINSIC constexpr half conv_f322f16o(float value) {
  half result = value;
  const float back = result;
  if (back == value || value != value) return result;
  const bool is_larger = (back < 0 ? -back : back) > (value < 0 ? -value : value);
  result.bits = static_cast<std::uint16_t>((is_larger ? result.bits - 1 : result.bits) | 1);
  return result;
}

// The compiler's own, which is the same functions for a source that also says using namespace std.
using std::max;
using std::min;

namespace npusim::device {
[[noreturn]] NPUSIM_CROSSING void stop() { npusim_trap(NPUSIM_PLACE); }
}  // namespace npusim::device
[[noreturn]] NPUSIM_INTRINSIC void trap() { npusim::device::stop(); }
[[noreturn]] NPUSIM_INTRINSIC void trap(std::uint64_t) { npusim::device::stop(); }
