// SPDX-License-Identifier: Apache-2.0
// A row over columns: TCOLEXPAND, and the operations dst[i,j] = a[i,j] op b[j].
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {

/// A copy of whole blocks for each row.
void column_broadcast(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  emitter.require_plain_rows({&dst, &src});
  if (rows_of(src) == 0 || cols_of(dst) == 0) return;
  BlockCopy copy;
  copy.dtype = dst.dtype;
  copy.bursts = 1;
  copy.burst_blocks = blocks_for(std::uint64_t{cols_of(dst)} * size_bytes(dst.dtype));
  copy.src = src.address;
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    copy.dst = row_address(dst, row);
    emitter.issue(copy);
  }
}

/// Rows of a static width: an instruction for each repeat of columns, a repeat a row. A dynamic
/// width: an instruction a row, in count mode.
void column_broadcast_operation(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  // The operand of dst's valid size is the matrix; the other one is the row.
  const bool row_first =
      rows_of(call.tile[1]) != rows_of(dst) || cols_of(call.tile[1]) != cols_of(dst);
  const TileRef& matrix = call.tile[row_first ? 2 : 1];
  const TileRef& row_tile = call.tile[row_first ? 1 : 2];
  emitter.require_plain_rows({&dst, &matrix, &row_tile});
  const std::uint32_t rows = rows_of(dst), cols = cols_of(dst);
  if (rows == 0 || cols == 0) return;
  const unsigned per_repeat = lanes_of(dst.dtype);
  LaneInstruction instruction = lanes(opcode_of(call.op), dst.dtype);
  VectorOperand& matrix_operand = row_first ? instruction.src1 : instruction.src0;
  VectorOperand& row_operand = row_first ? instruction.src0 : instruction.src1;
  const auto issue = [&](std::uint32_t row, std::uint32_t column) {
    instruction.dst.address = row_address(dst, row, column);
    matrix_operand.address = row_address(matrix, row, column);
    row_operand.address = row_address(row_tile, 0, column);
    emitter.issue(instruction);
  };

  if (!continuous_by_type(dst)) {
    emitter.count_mask(cols);
    for (std::uint32_t row = 0; row < rows; ++row) issue(row, 0);
    emitter.full_mask();
    return;
  }
  emitter.require(rows <= kMaxRepeats && pitch_blocks(dst) <= kMaxRepeatStride &&
                      pitch_blocks(matrix) <= kMaxRepeatStride,
                  "a static tile of more than 255 rows, or rows of more than 255 blocks",
                  "the same tile with a dynamic ValidCol (-1)");
  instruction.repeats = rows;
  instruction.dst.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(dst));
  matrix_operand.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(matrix));
  row_operand.repeat_stride = 0;
  std::uint32_t column = 0;
  for (; column + per_repeat <= cols; column += per_repeat) issue(0, column);
  if (column < cols) {
    emitter.lane_mask(cols - column);
    issue(0, column);
    emitter.full_mask();
  }
}

}  // namespace npusim::library::expanders
