// SPDX-License-Identifier: Apache-2.0
// A counter-based pseudo-random function: the same on every machine, no state. The mixing steps are
// those of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
#pragma once

#include <cstdint>

namespace npusim {

constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ull;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBull;
  x ^= x >> 31;
  return x;
}

/// 64 random bits for element `counter` of stream `seed`.
constexpr std::uint64_t hash64(std::uint64_t seed, std::uint64_t counter) {
  constexpr std::uint64_t kGamma = 0x9E3779B97F4A7C15ull;
  return mix64(mix64(seed + kGamma) + (counter + 1) * kGamma);
}

}  // namespace npusim
