// SPDX-License-Identifier: Apache-2.0
// The transpose of a box of 16 x 16 elements of 2 bytes, in vector registers: what turns a column
// of a fractal layout into a row.
#pragma once

#include <cstdint>
#include <cstring>

namespace npusim::isa {

/// Elements on a side of a square box: a line of 32 bytes holds this many of 2 bytes.
inline constexpr unsigned kSquareSide = 16;

namespace detail {

inline constexpr unsigned kQuarterSide = kSquareSide / 2;
using Line = std::uint16_t __attribute__((vector_size(16)));

/// 8 x 8 elements; lines of both are kSquareSide elements apart. Interleaving line i with line i +
/// 4 three times moves each bit of the row number into the column number.
inline void transpose_quarter(const std::uint16_t* from, std::uint16_t* to) {
  Line lines[kQuarterSide], next[kQuarterSide];
  for (unsigned i = 0; i < kQuarterSide; ++i) {
    std::memcpy(&lines[i], from + i * kSquareSide, sizeof(Line));
  }
  for (unsigned round = 0; round < 3; ++round) {
    for (unsigned i = 0; i < kQuarterSide / 2; ++i) {
      const Line upper = lines[i], lower = lines[i + kQuarterSide / 2];
      next[2 * i] = __builtin_shufflevector(upper, lower, 0, 8, 1, 9, 2, 10, 3, 11);
      next[2 * i + 1] = __builtin_shufflevector(upper, lower, 4, 12, 5, 13, 6, 14, 7, 15);
    }
    for (unsigned i = 0; i < kQuarterSide; ++i) lines[i] = next[i];
  }
  for (unsigned i = 0; i < kQuarterSide; ++i) {
    std::memcpy(to + i * kSquareSide, &lines[i], sizeof(Line));
  }
}

}  // namespace detail

/// Element (i, j) of the box at `from` becomes element (j, i) of the one at `to`; both are 512
/// contiguous bytes of any alignment, and do not overlap.
inline void transpose_square(const std::uint8_t* from, std::uint8_t* to) {
  std::uint16_t lines[kSquareSide * kSquareSide], columns[kSquareSide * kSquareSide];
  std::memcpy(lines, from, sizeof lines);
  for (unsigned i = 0; i < kSquareSide; i += detail::kQuarterSide) {
    for (unsigned j = 0; j < kSquareSide; j += detail::kQuarterSide) {
      detail::transpose_quarter(lines + i * kSquareSide + j, columns + j * kSquareSide + i);
    }
  }
  std::memcpy(to, columns, sizeof columns);
}

}  // namespace npusim::isa
