// SPDX-License-Identifier: Apache-2.0
// Copies between fractal layouts a box at a time, where the boxes of both sides coincide: many
// times faster than element by element.
#pragma once

#include <cstdint>

#include "models/isa/fractal_layout.h"

namespace npusim::isa {

/// Where a rectangle of elements begins: element (row, col) of a matrix at `bytes`.
template <typename Byte>
struct BoxCorner {
  const FractalLayout& layout;
  Byte* bytes;
  std::uint32_t row, col;
};

/// Copies `rows` x `cols` elements; false, and nothing done, if boxes do not coincide or no case
/// knows them: then the caller goes by elements.
bool copy_boxes(const BoxCorner<const std::uint8_t>& from, const BoxCorner<std::uint8_t>& to,
                std::uint32_t rows, std::uint32_t cols);

}  // namespace npusim::isa
