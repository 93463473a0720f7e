// SPDX-License-Identifier: Apache-2.0
#include "models/isa/expansion/lane_work.h"

namespace npusim::isa {
namespace {

constexpr std::uint32_t kMaxRepeats = 255;
constexpr std::uint64_t kMaxRepeatStride = 255;

/// One instruction of the work: rows from `row`, columns from `col`, consecutive repeats a row (or,
/// where `dense`, a repeat) apart.
Instruction piece(const LaneWork& work, std::int32_t row, std::int32_t col, std::uint32_t repeats,
                  bool dense) {
  Instruction instruction;
  instruction.opcode = work.opcode;
  instruction.dtype = instruction.src_dtype = work.dst.dtype;
  instruction.repeats = repeats;
  instruction.scalar = work.scalar;
  const auto at = [&](const RowsView& view) {
    return operand(view.row_address(row) + std::uint64_t(col) * size_bytes(view.dtype),
                   dense ? kRepeatBytes / kBlockBytes : view.row_blocks());
  };
  instruction.dst = at(work.dst);
  if (work.src0) instruction.src[0] = at(*work.src0);
  if (work.src1) instruction.src[1] = at(*work.src1);
  return instruction;
}

void count_mode(const LaneWork& work, std::int32_t row, std::uint64_t elements,
                Issuer& front_end) {
  const MaskScope mask = MaskScope::count(front_end, elements);
  front_end.issue(piece(work, row, 0, repeats_for(elements, work.dst.dtype), true));
}

bool fits_repeat_stride(const LaneWork& work) {
  const auto fits = [](const RowsView& view) { return view.row_blocks() <= kMaxRepeatStride; };
  return fits(work.dst) && (!work.src0 || fits(*work.src0)) && (!work.src1 || fits(*work.src1));
}

/// Rows without gaps: full width, or one row.
bool is_continuous(const LaneWork& work) {
  if (work.dst.valid_rows == 1) return true;
  const auto full = [&](const RowsView& view) { return view.cols == work.dst.valid_cols; };
  return full(work.dst) && (!work.src0 || full(*work.src0)) && (!work.src1 || full(*work.src1));
}

/// Rule 2: as one run of elements.
void issue_continuous(const LaneWork& work, Issuer& front_end) {
  const auto lanes = lanes_of(work.dst.dtype);
  const auto cols = static_cast<std::uint32_t>(work.dst.cols);
  const std::uint64_t elements =
      std::uint64_t(work.dst.valid_rows) * std::uint64_t(work.dst.valid_cols);
  const std::uint64_t whole = elements / lanes;
  if ((cols > lanes && cols % lanes != 0) || whole > kMaxRepeats) {
    count_mode(work, 0, elements, front_end);
    return;
  }
  if (whole > 0) {
    front_end.issue(piece(work, 0, 0, static_cast<std::uint32_t>(whole), true));
  }
  if (const auto tail = static_cast<unsigned>(elements % lanes); tail > 0) {
    const MaskScope mask = MaskScope::lanes(front_end, tail);
    front_end.issue(piece(work, 0, static_cast<std::int32_t>(whole * lanes), 1, true));
  }
}

/// Rule 3, few rows: one count-mode instruction a row.
void issue_row_by_row(const LaneWork& work, Issuer& front_end) {
  for (std::int32_t row = 0; row < work.dst.valid_rows; ++row) {
    count_mode(work, row, std::uint64_t(work.dst.valid_cols), front_end);
  }
}

/// Rules 1 and 3, many rows: per repeat's width of columns one instruction, a repeat per row.
void issue_by_columns(const LaneWork& work, Issuer& front_end) {
  const auto lanes = static_cast<std::int32_t>(lanes_of(work.dst.dtype));
  for (std::int32_t col = 0; col < work.dst.valid_cols; col += lanes) {
    const auto width = std::min(lanes, work.dst.valid_cols - col);
    const MaskScope mask = MaskScope::lanes(front_end, static_cast<unsigned>(width));
    for (std::int32_t row = 0; row < work.dst.valid_rows;
         row += static_cast<std::int32_t>(kMaxRepeats)) {
      const auto rows = std::min<std::uint32_t>(
          kMaxRepeats, static_cast<std::uint32_t>(work.dst.valid_rows - row));
      front_end.issue(piece(work, row, col, rows, false));
    }
  }
}

}  // namespace

void issue_lanes(const LaneWork& work, Issuer& front_end) {
  const auto lanes = static_cast<std::int32_t>(lanes_of(work.dst.dtype));
  if (work.dst.valid_rows <= 0 || work.dst.valid_cols <= 0) return;
  if (work.dst.rows <= static_cast<std::int32_t>(kMaxRepeats) && work.dst.cols < lanes &&
      fits_repeat_stride(work)) {
    issue_by_columns(work, front_end);  // rule 1: a single instruction
  } else if (is_continuous(work)) {
    issue_continuous(work, front_end);
  } else if (work.dst.rows < work.dst.cols / lanes + 1 || !fits_repeat_stride(work)) {
    issue_row_by_row(work, front_end);
  } else {
    issue_by_columns(work, front_end);
  }
}

}  // namespace npusim::isa
