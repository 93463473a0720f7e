// SPDX-License-Identifier: Apache-2.0
// What all pipe V instructions share: operands with strides, and the mask (intrinsics.md 2.1).
#pragma once

#include <cstdint>

namespace npusim::isa {

/// Which lanes a vector instruction writes. Core state, captured when the instruction is issued.
struct VectorMask {
  bool count_mode = false;
  std::uint64_t high = ~std::uint64_t{0};  ///< norm mode: lanes 64..127
  std::uint64_t low = ~std::uint64_t{0};   ///< norm mode: lanes 0..63; count mode: elements
  /// Count mode of vcopy, whose rows are as long as the mask says (intrinsics.md 2.1): repeats that
  /// make up a row; 0: the mask counts the elements of the whole instruction.
  std::uint16_t row_repeats = 0;

  /// As at power-up.
  bool full() const { return !count_mode && ~low == 0 && ~high == 0; }
};

/// A vector operand in UB: byte address, strides in 32-byte blocks between the 8 blocks of a
/// repeat, and between repeats. Lane l of repeat r is at address + r*repeat_stride*32 + (l / lanes
/// per block)*block_stride*32 + (l % lanes per block)*size. Where a row is several repeats, the
/// repeat stride is between rows, and a row's repeats follow each other, 8 blocks apart.
struct VectorOperand {
  std::uint64_t address = 0;
  std::uint16_t block_stride = 1;
  std::uint16_t repeat_stride = 8;
  std::uint16_t row_repeats = 1;  ///< from the mask, when the instruction is issued
};

}  // namespace npusim::isa
