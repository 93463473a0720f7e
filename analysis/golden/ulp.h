// SPDX-License-Identifier: Apache-2.0
// How far two floating-point values lie apart in units of the last place: how many values of the
// type are between them, plus one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "models/arch/dtype.h"

namespace npusim::analysis {

inline constexpr std::uint64_t kNoUlp = std::numeric_limits<std::uint64_t>::max();
/// Up to here a difference has the size of rounding: another order of additions, another formula.
inline constexpr std::uint64_t kRoundingUlp = 8;

constexpr bool has_ulp(DType type) {
  return type == DType::FLOAT32 || type == DType::FLOAT16 || type == DType::BFLOAT16;
}

/// The bits as an integer that grows with the value; both zeros are 0.
template <typename Bits>
std::int64_t rank(const std::byte* tensor, std::uint64_t index) {
  Bits bits;
  std::memcpy(&bits, tensor + index * sizeof(Bits), sizeof(Bits));
  constexpr Bits kSign = static_cast<Bits>(Bits{1} << (8 * sizeof(Bits) - 1));
  const auto magnitude = static_cast<std::int64_t>(static_cast<Bits>(bits & ~kSign));
  return (bits & kSign) != 0 ? -magnitude : magnitude;
}

/// Of element `index` of two tensors. Requires has_ulp(type); both finite.
inline std::uint64_t ulp_distance(DType type, const std::byte* a, const std::byte* b,
                                  std::uint64_t index) {
  const bool wide = type == DType::FLOAT32;
  const std::int64_t x = wide ? rank<std::uint32_t>(a, index) : rank<std::uint16_t>(a, index);
  const std::int64_t y = wide ? rank<std::uint32_t>(b, index) : rank<std::uint16_t>(b, index);
  return static_cast<std::uint64_t>(x > y ? x - y : y - x);
}

}  // namespace npusim::analysis
