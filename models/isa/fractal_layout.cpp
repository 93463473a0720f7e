// SPDX-License-Identifier: Apache-2.0
#include "models/isa/fractal_layout.h"

#include "models/arch/mem_space.h"
#include "models/isa/joined_span.h"

namespace npusim::isa {
namespace {

constexpr unsigned kFractalRows = 16;

void add_span(std::uint64_t address, std::uint32_t run_bytes, std::uint32_t runs,
              std::int64_t run_stride, std::uint32_t groups, std::int64_t group_stride,
              std::vector<Span>& out) {
  if (run_bytes == 0 || runs == 0 || groups == 0) return;
  out.push_back(joined_span(address, run_bytes, runs, run_stride, groups, group_stride));
}

}  // namespace

std::int64_t FractalLayout::row_offset(std::uint32_t row) const {
  const unsigned step = lines_are_rows ? box_cols * element_bytes : element_bytes;
  return std::int64_t{row / box_rows} * box_row_stride + std::int64_t{row % box_rows} * step;
}

std::int64_t FractalLayout::col_offset(std::uint32_t col) const {
  const unsigned step = lines_are_rows ? element_bytes : box_rows * element_bytes;
  return std::int64_t{col / box_cols} * box_col_stride + std::int64_t{col % box_cols} * step;
}

FractalLayout left_layout(unsigned element_bytes, std::uint32_t cols) {
  return {element_bytes,
          kFractalRows,
          kBlockBytes / element_bytes,
          true,
          std::int64_t{cols} * kFractalRows * element_bytes,
          kFractalRows * kBlockBytes};
}

FractalLayout right_layout(unsigned element_bytes, std::uint32_t cols) {
  return {element_bytes, kBlockBytes / element_bytes,      kFractalRows,
          false,         std::int64_t{cols} * kBlockBytes, kFractalRows * kBlockBytes};
}

FractalLayout accumulator_layout(unsigned element_bytes, std::uint32_t rows) {
  const unsigned line = kFractalRows * element_bytes;
  return {element_bytes,
          kFractalRows,
          kFractalRows,
          true,
          std::int64_t{kFractalRows} * line,
          std::int64_t{rows} * line};
}

std::vector<Span> fractal_spans(const FractalLayout& layout, std::uint64_t address,
                                std::uint32_t rows, std::uint32_t cols) {
  // Along the lines and across them, whichever is rows.
  const bool by_rows = layout.lines_are_rows;
  const std::uint32_t along = by_rows ? cols : rows, across = by_rows ? rows : cols;
  const unsigned box_along = by_rows ? layout.box_cols : layout.box_rows;
  const unsigned box_across = by_rows ? layout.box_rows : layout.box_cols;
  const std::int64_t along_stride = by_rows ? layout.box_col_stride : layout.box_row_stride;
  const std::int64_t across_stride = by_rows ? layout.box_row_stride : layout.box_col_stride;
  const std::uint32_t line = box_along * layout.element_bytes;
  const std::uint32_t full_along = along / box_along, tail_along = along % box_along;
  const std::uint32_t full_across = across / box_across, tail_across = across % box_across;
  const std::uint32_t tail_bytes = tail_along * layout.element_bytes;
  const std::uint64_t right = address + static_cast<std::uint64_t>(full_along * along_stride);
  const std::uint64_t below = static_cast<std::uint64_t>(full_across * across_stride);

  std::vector<Span> spans;
  add_span(address, line * box_across, full_along, along_stride, full_across, across_stride, spans);
  add_span(right, tail_bytes, box_across, line, full_across, across_stride, spans);
  if (tail_across > 0) {
    add_span(address + below, line * tail_across, full_along, along_stride, 1, 0, spans);
    add_span(right + below, tail_bytes, tail_across, line, 1, 0, spans);
  }
  return spans;
}

}  // namespace npusim::isa
