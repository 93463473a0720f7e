// SPDX-License-Identifier: Apache-2.0
// Moves between local memories: whole boxes that cover the target's valid part, element (r, c) from
// the source's (row + r, col + c). L0C -> L1 narrows float to nearest even (tile-isa.md
// section 3.2).
#include "models/isa/transfer/local_move.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "models/arch/small_float.h"
#include "models/arch/span_runs.h"
#include "models/isa/fractal_layout.h"
#include "models/isa/transfer/box_copy.h"

namespace npusim::isa {
namespace {

struct Extent {
  std::uint32_t rows, cols;
};

std::uint32_t rounded_up(std::int32_t value, unsigned unit) {
  return (static_cast<std::uint32_t>(value) + unit - 1) / unit * unit;
}

/// What is moved: the target's boxes, as far as the source reaches.
Extent moved(const LocalMove& move) {
  const FractalLayout target = layout_of(move.target);
  const auto within = [](std::uint32_t wanted, std::int32_t there) {
    return std::min(wanted, static_cast<std::uint32_t>(std::max(there, 0)));
  };
  return {within(rounded_up(move.target.valid_rows, target.box_rows), move.source.rows - move.row),
          within(rounded_up(move.target.valid_cols, target.box_cols), move.source.cols - move.col)};
}

bool converts(const LocalMove& move) { return move.source.dtype != move.target.dtype; }

void convert_element(const LocalMove& move, const std::uint8_t* from, std::uint8_t* to) {
  float value;
  std::memcpy(&value, from, sizeof value);
  const std::uint16_t bits = move.target.dtype == DType::FLOAT16 ? float_to_float16_rne(value)
                                                                 : float_to_bfloat16_rne(value);
  std::memcpy(to, &bits, sizeof bits);
}

/// Offsets of rows or columns first..first+count of a layout.
template <typename Offset>
std::vector<std::int64_t> offsets(std::uint32_t first, std::uint32_t count, Offset offset) {
  std::vector<std::int64_t> result(count);
  for (std::uint32_t i = 0; i < count; ++i) result[i] = offset(first + i);
  return result;
}

std::uint64_t begin_of(const std::vector<Span>& spans) {
  std::uint64_t lowest = ~std::uint64_t{0};
  for (const Span& span : spans) lowest = std::min(lowest, span.lowest());
  return lowest;
}

std::uint64_t end_of(const std::vector<Span>& spans) {
  std::uint64_t end = 0;
  for (const Span& span : spans) end = std::max(end, span.end());
  return end;
}

MemSpace space_of(library::TileLoc loc) {
  switch (loc) {
    case library::TileLoc::Vec:
      return MemSpace::UB;
    case library::TileLoc::Mat:
      return MemSpace::L1;
    case library::TileLoc::Left:
      return MemSpace::L0A;
    case library::TileLoc::Right:
      return MemSpace::L0B;
    case library::TileLoc::Acc:
      return MemSpace::L0C;
    case library::TileLoc::Bias:
      return MemSpace::BT;
    case library::TileLoc::Scaling:
      return MemSpace::FB;
    case library::TileLoc::ScaleLeft:
    case library::TileLoc::ScaleRight:
    case library::TileLoc::Ctrl:
      break;
  }
  throw NotModelled("a move from or to a tile whose memory a2a3 does not have");
}

void check(const LocalMove& move) {
  const std::string opcode(info(move.opcode).name);
  if (converts(move) &&
      (move.opcode != Opcode::COPY_L0C_TO_L1 || move.source.dtype != DType::FLOAT32 ||
       (move.target.dtype != DType::FLOAT16 && move.target.dtype != DType::BFLOAT16))) {
    throw NotModelled(opcode + " from " + std::string(name(move.source.dtype)) + " to " +
                      std::string(name(move.target.dtype)));
  }
  const FractalLayout source = layout_of(move.source);
  const auto unaligned = [](std::int32_t first, unsigned box) {
    return first < 0 || static_cast<std::uint32_t>(first) % box != 0;
  };
  if (unaligned(move.row, source.box_rows) || unaligned(move.col, source.box_cols)) {
    throw NotModelled(opcode + " from row " + std::to_string(move.row) + ", column " +
                      std::to_string(move.col) + ": not on a box of the source");
  }
}

/// Copies elements (row + r, col + c) of the source to (r, c) of the target, whose image begins at
/// `target`.
void copy_elements(const LocalMove& move, const Extent& extent, const std::uint8_t* base,
                   std::uint8_t* target) {
  const FractalLayout from = layout_of(move.source), to = layout_of(move.target);
  const auto first_row = static_cast<std::uint32_t>(move.row);
  const auto first_col = static_cast<std::uint32_t>(move.col);
  if (!converts(move) && copy_boxes({from, base, first_row, first_col}, {to, target, 0, 0},
                                    extent.rows, extent.cols)) {
    return;
  }
  const auto from_rows =
      offsets(first_row, extent.rows, [&](std::uint32_t row) { return from.row_offset(row); });
  const auto from_cols =
      offsets(first_col, extent.cols, [&](std::uint32_t col) { return from.col_offset(col); });
  const auto to_rows =
      offsets(0, extent.rows, [&](std::uint32_t row) { return to.row_offset(row); });
  const auto to_cols =
      offsets(0, extent.cols, [&](std::uint32_t col) { return to.col_offset(col); });
  for (std::uint32_t row = 0; row < extent.rows; ++row) {
    for (std::uint32_t col = 0; col < extent.cols; ++col) {
      const std::uint8_t* element = base + from_rows[row] + from_cols[col];
      std::uint8_t* place = target + to_rows[row] + to_cols[col];
      if (converts(move)) {
        convert_element(move, element, place);
      } else {
        std::memcpy(place, element, to.element_bytes);
      }
    }
  }
}

}  // namespace

void execute(const LocalMove& move, const LocalMemories& memories, const ExecuteOptions&,
             WriteSet& out) {
  const Extent extent = moved(move);
  if (extent.rows == 0 || extent.cols == 0) return;
  const std::uint8_t* const base = memories[space_of(move.source.loc)].data + move.source.address;
  const std::vector<Span> written =
      fractal_spans(layout_of(move.target), move.target.address, extent.rows, extent.cols);
  const std::uint64_t begin = begin_of(written);
  if (written.size() == 1 && written[0].runs == 1 && written[0].groups == 1) {
    std::uint8_t* const image = out.add_unfilled(begin, written[0].run_bytes);
    copy_elements(move, extent, base, image + (move.target.address - begin));
    return;
  }
  // One image of the target's bounding interval, cut into the pieces that are really written.
  ByteBuffer image(end_of(written) - begin);
  copy_elements(move, extent, base, image.data() + (move.target.address - begin));
  for (const Span& span : written) {
    for_each_run(span, [&](std::uint64_t address) {
      std::memcpy(out.add_unfilled(address, span.run_bytes), image.data() + (address - begin),
                  span.run_bytes);
    });
  }
}

void footprint(const LocalMove& move, std::vector<Footprint>& out) {
  check(move);
  const Extent extent = moved(move);
  const FractalLayout from = layout_of(move.source);
  const std::uint64_t first =
      move.source.address +
      static_cast<std::uint64_t>(from.row_offset(static_cast<std::uint32_t>(move.row)) +
                                 from.col_offset(static_cast<std::uint32_t>(move.col)));
  for (const Span& span : fractal_spans(from, first, extent.rows, extent.cols)) {
    out.push_back({space_of(move.source.loc), false, span});
  }
  for (const Span& span :
       fractal_spans(layout_of(move.target), move.target.address, extent.rows, extent.cols)) {
    out.push_back({space_of(move.target.loc), true, span});
  }
}

}  // namespace npusim::isa
