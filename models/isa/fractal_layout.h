// SPDX-License-Identifier: Apache-2.0
// Tile layouts as arithmetic (tile-isa.md section 2.1): every layout's offset is a function of the
// row plus a function of the column.
#pragma once

#include <cstdint>
#include <vector>

#include "models/arch/span.h"

namespace npusim::isa {

/// A boxed layout, in bytes. A box is `box_rows` x `box_cols` elements, stored line by line; a line
/// runs along the columns if lines_are_rows, else along the rows.
struct FractalLayout {
  unsigned element_bytes = 2;
  unsigned box_rows = 16, box_cols = 16;
  bool lines_are_rows = true;
  std::int64_t box_row_stride = 0;  ///< from a box to the one below
  std::int64_t box_col_stride = 0;  ///< from a box to the one right of it

  std::int64_t row_offset(std::uint32_t row) const;
  std::int64_t col_offset(std::uint32_t col) const;
};

/// Left operand in L0A: Zz, boxes of 16 rows x 32 bytes.
FractalLayout left_layout(unsigned element_bytes, std::uint32_t cols);
/// Right operand in L0B: Zn, boxes of 32 bytes of rows x 16 columns.
FractalLayout right_layout(unsigned element_bytes, std::uint32_t cols);
/// Accumulator in L0C: Nz, boxes of 16 x 16.
FractalLayout accumulator_layout(unsigned element_bytes, std::uint32_t rows);

/// The bytes of rows [0, rows) x columns [0, cols) of a matrix at `address`: at most four spans.
std::vector<Span> fractal_spans(const FractalLayout& layout, std::uint64_t address,
                                std::uint32_t rows, std::uint32_t cols);

}  // namespace npusim::isa
