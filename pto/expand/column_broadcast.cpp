// SPDX-License-Identifier: Apache-2.0
// A row over columns: TCOLEXPAND, and the operations dst[i,j] = a[i,j] op b[j].
#include "pto/expand/expanders.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

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

/// Rows of a static width, or one row: an instruction for each repeat of columns, a repeat a row.
/// Else an instruction a row, in count mode. EXPDIF follows each with exp.
void column_broadcast_operation(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  // The operand of dst's valid size is the matrix; the other one is the row.
  const bool row_first =
      rows_of(call.tile[1]) != rows_of(dst) || cols_of(call.tile[1]) != cols_of(dst);
  const TileRef& matrix = call.tile[row_first ? 2 : 1];
  const TileRef& row_tile = call.tile[row_first ? 1 : 2];
  unit.require_plain_rows({&dst, &matrix, &row_tile});
  const std::uint32_t rows = rows_of(dst), cols = cols_of(dst);
  const std::uint32_t per_repeat = lanes_of(dst.dtype);
  const bool difference = call.op == TileOp::TCOLEXPANDEXPDIF;
  // Of the extremes the library knows one order only: the matrix first.
  const bool swapped = row_first && call.op != TileOp::TCOLEXPANDMAX &&
                       call.op != TileOp::TCOLEXPANDMIN && call.op != TileOp::TCOLEXPANDADD &&
                       call.op != TileOp::TCOLEXPANDMUL;
  const auto issue = [&](std::uint32_t row, std::uint32_t column, bool by_rows) {
    const auto at = [&](const TileRef& tile, std::uint32_t repeat) {
      return operand(row_address(tile, row, column), 1, by_rows ? repeat : 8);
    };
    const VectorOperand result = at(dst, pitch_blocks(dst) & 0xFF);
    const VectorOperand a = at(matrix, pitch_blocks(matrix) & 0xFF);
    const VectorOperand b = operand(row_address(row_tile, 0, column), 1, by_rows ? 0 : 8);
    unit.two_sources(opcode_of(call.op), dst.dtype, result, swapped ? b : a, swapped ? a : b,
                     by_rows ? rows & 0xFF : 0);
    if (!difference) return;
    unit.barrier();
    unit.one_source(Opcode::VEXP, dst.dtype, result, result, by_rows ? rows & 0xFF : 0);
  };

  if (!continuous_by_type(dst)) {
    unit.count_mask(cols);
    for (std::uint32_t row = 0; row < rows; ++row) issue(row, 0, false);
    return unit.full_mask();
  }
  // Counts and strides have 8 bits, which the library does not look at.
  const bool narrow = static_cast<unsigned>(dst.cols) < per_repeat &&
                      static_cast<unsigned>(matrix.cols) < per_repeat;
  std::uint32_t column = 0;
  for (; !narrow && column + per_repeat <= cols; column += per_repeat) issue(0, column, true);
  if (column < cols || narrow) {
    unit.lane_mask(cols - column);
    issue(0, column, true);
    unit.full_mask();
  }
}

}  // namespace npusim::library::expanders
