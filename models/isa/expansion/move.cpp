// SPDX-License-Identifier: Apache-2.0
// TMOV and TEXTRACT between a core's memories (tile-isa.md section 3.2).
#include <algorithm>

#include "models/isa/expansion/families.h"

namespace npusim::isa {
namespace {

using port::TileLoc;
using port::TileRef;

constexpr std::int32_t kFractalBytes = 512;

void issue_move(Opcode opcode, const TileRef& target, const TileRef& source, std::int32_t row,
                std::int32_t col, Issuer& front_end) {
  Instruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = target.dtype;
  instruction.src_dtype = source.dtype;
  instruction.move = {source, target, row, col};
  front_end.issue(instruction);
}

/// L1 to L0B: one instruction per column of boxes or per row of boxes, whichever are fewer.
void load_right(const TileRef& target, const TileRef& source, std::int32_t row, std::int32_t col,
                Issuer& front_end) {
  constexpr std::int32_t kBoxCols = 16;
  const auto bytes = static_cast<std::int32_t>(size_bytes(target.dtype));
  const std::int32_t box_rows = static_cast<std::int32_t>(kBlockBytes) / bytes;
  const std::int32_t boxes_down = (target.valid_rows + box_rows - 1) / box_rows;
  const std::int32_t boxes_across = (target.valid_cols + kBoxCols - 1) / kBoxCols;
  if (boxes_across <= boxes_down) {
    for (std::int32_t box = 0; box < boxes_across; ++box) {
      TileRef part = target;
      part.address += static_cast<std::uint64_t>(box * kFractalBytes);
      part.valid_cols = std::min(kBoxCols, target.valid_cols - box * kBoxCols);
      issue_move(Opcode::LOAD_L1_TO_L0B, part, source, row, col + box * kBoxCols, front_end);
    }
  } else {
    for (std::int32_t box = 0; box < boxes_down; ++box) {
      TileRef part = target;
      part.address += static_cast<std::uint64_t>(box * target.cols * box_rows * bytes);
      part.valid_rows = std::min(box_rows, target.valid_rows - box * box_rows);
      issue_move(Opcode::LOAD_L1_TO_L0B, part, source, row + box * box_rows, col, front_end);
    }
  }
}

/// UB to UB: whole blocks, one burst a row.
void copy_in_ub(const port::TileCall& call, std::int32_t row, std::int32_t col,
                Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  const unsigned bytes = size_bytes(dst.dtype);
  const std::uint64_t offset = std::uint64_t(col) * bytes;
  if (offset % kBlockBytes != 0) {
    not_modelled(call, front_end, "from a column that does not start a 32-byte block");
  }
  const std::uint64_t row_bytes = std::uint64_t(dst.valid_cols) * bytes;
  Instruction instruction;
  instruction.opcode = Opcode::COPY_UB_TO_UB;
  instruction.dtype = instruction.src_dtype = dst.dtype;
  instruction.repeats = static_cast<std::uint32_t>(dst.valid_rows);
  instruction.mode = static_cast<std::int32_t>((row_bytes + kBlockBytes - 1) / kBlockBytes);
  instruction.dst = operand(dst.address, dst.row_blocks());
  instruction.src[0] = operand(src.row_address(row) + offset, src.row_blocks());
  front_end.issue(instruction);
}

void move_block(const port::TileCall& call, std::int32_t row, std::int32_t col,
                Issuer& front_end) {
  const TileRef& target = call.tile[0];
  const TileRef& source = call.tile[1];
  if (source.loc == TileLoc::Vec && target.loc == TileLoc::Vec) {
    copy_in_ub(call, row, col, front_end);
  } else if (source.loc == TileLoc::Mat && target.loc == TileLoc::Left) {
    issue_move(Opcode::LOAD_L1_TO_L0A, target, source, row, col, front_end);
  } else if (source.loc == TileLoc::Mat && target.loc == TileLoc::Right) {
    load_right(target, source, row, col, front_end);
  } else if (source.loc == TileLoc::Mat && target.loc == TileLoc::Bias) {
    issue_move(Opcode::COPY_L1_TO_BT, target, source, row, col, front_end);
  } else if (source.loc == TileLoc::Acc && target.loc == TileLoc::Mat) {
    issue_move(Opcode::COPY_L0C_TO_L1, target, source, row, col, front_end);
  } else {
    not_modelled(call, front_end, "between these memories");
  }
}

}  // namespace

void expand_move(const port::TileCall& call, Issuer& front_end) {
  if (call.tile_count > 2) not_modelled(call, front_end, "with a third operand");
  move_block(call, 0, 0, front_end);
}

void expand_extract(const port::TileCall& call, Issuer& front_end) {
  if (call.tile_count > 2) not_modelled(call, front_end, "with quantisation");
  move_block(call, call.mode[0], call.mode[1], front_end);
}

}  // namespace npusim::isa
