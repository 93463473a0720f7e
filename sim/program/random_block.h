// SPDX-License-Identifier: Apache-2.0
// The inner loop of random floating point contents (sim/program/contents.h), for the compiler to
// vectorise: integer steps and single roundings per element, so the bits are the same at any width.
#pragma once

#include <cstdint>

namespace npusim {

inline constexpr unsigned kRandomBlock = 512;

struct RandomBlock {
  std::uint64_t seed;
  std::uint64_t first;  ///< counter of the first element
  double lo, scale;     ///< lo + 53 random bits * scale
  float limit;          ///< the largest value allowed
};

/// Elements first .. first + kRandomBlock.
void random_block(const RandomBlock& block, float* values);

}  // namespace npusim
