// SPDX-License-Identifier: Apache-2.0
#include "models/isa/transfer/box_copy.h"

#include <cstring>

#include "models/arch/mem_space.h"
#include "models/isa/transpose_square.h"

namespace npusim::isa {
namespace {

void copy_box(const std::uint8_t* from, std::uint8_t* to, std::uint32_t bytes) {
  for (std::uint32_t at = 0; at < bytes; at += kBlockBytes) {
    std::memcpy(to + at, from + at, kBlockBytes);
  }
}

}  // namespace

bool copy_boxes(const BoxCorner<const std::uint8_t>& from, const BoxCorner<std::uint8_t>& to,
                std::uint32_t rows, std::uint32_t cols) {
  const FractalLayout &source = from.layout, &target = to.layout;
  const std::uint32_t box_rows = target.box_rows, box_cols = target.box_cols;
  const bool coincide = source.element_bytes == target.element_bytes &&
                        source.box_rows == box_rows && source.box_cols == box_cols &&
                        from.row % box_rows == 0 && from.col % box_cols == 0 &&
                        to.row % box_rows == 0 && to.col % box_cols == 0 && rows % box_rows == 0 &&
                        cols % box_cols == 0;
  if (!coincide) return false;
  const bool same_lines = source.lines_are_rows == target.lines_are_rows;
  const std::uint32_t box_bytes = box_rows * box_cols * target.element_bytes;
  if (same_lines
          ? box_bytes % kBlockBytes != 0
          : target.element_bytes != 2 || box_rows != kSquareSide || box_cols != kSquareSide) {
    return false;
  }
  for (std::uint32_t row = 0; row < rows; row += box_rows) {
    const std::uint8_t* const source_row = from.bytes + source.row_offset(from.row + row);
    std::uint8_t* const target_row = to.bytes + target.row_offset(to.row + row);
    for (std::uint32_t col = 0; col < cols; col += box_cols) {
      const std::uint8_t* const box = source_row + source.col_offset(from.col + col);
      std::uint8_t* const place = target_row + target.col_offset(to.col + col);
      if (same_lines) {
        copy_box(box, place, box_bytes);
      } else {
        transpose_square(box, place);
      }
    }
  }
  return true;
}

}  // namespace npusim::isa
