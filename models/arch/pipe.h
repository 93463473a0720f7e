// SPDX-License-Identifier: Apache-2.0
// The pipes of an AI core (tile-isa.md section 1.2). Values are the ones the public headers use,
// because kernels pass them as numbers.
#pragma once

#include <cstdint>
#include <string_view>

namespace npusim {

enum class Pipe : std::uint8_t {
  S = 0,
  V = 1,
  MTE1 = 2,
  MTE2 = 3,
  MTE3 = 4,
  M = 5,
  ALL = 6,
  FIX = 7
};

inline constexpr unsigned kPipeCount = 8;

/// Event ids exist per ordered pair of pipes (tile-isa.md section 1.3).
inline constexpr unsigned kEventIdCount = 8;
/// Stands for an event id where M and FIX synchronise by the unit flags of L0C (intrinsics.md 2.5).
inline constexpr unsigned kUnitFlagId = 31;

constexpr std::string_view name(Pipe pipe) {
  constexpr std::string_view kNames[kPipeCount] = {"S",    "V", "MTE1", "MTE2",
                                                   "MTE3", "M", "ALL",  "FIX"};
  return kNames[static_cast<unsigned>(pipe)];
}

}  // namespace npusim
