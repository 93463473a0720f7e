// SPDX-License-Identifier: Apache-2.0
// A scalar per row, or a row, spread over a tile (tile-isa.md section 3.3).
#include <algorithm>

#include "models/isa/expansion/families.h"
#include "models/isa/expansion/lane_work.h"

namespace npusim::isa {
namespace {

constexpr std::uint32_t kScalarsPerBroadcast = 8;  // one vbrcb repeat
constexpr std::int32_t kMaxRepeats = 255;

/// Each of `rows` scalars from `column` fills a block of `blocks`; then a barrier.
void spread_column(std::uint64_t column, std::uint64_t blocks, DType type, std::int32_t rows,
                   Issuer& front_end) {
  Instruction instruction;
  instruction.opcode = Opcode::VBRCB;
  instruction.dtype = instruction.src_dtype = type;
  instruction.repeats =
      (static_cast<std::uint32_t>(rows) + kScalarsPerBroadcast - 1) / kScalarsPerBroadcast;
  instruction.dst = operand(blocks);
  instruction.src[0] = operand(column);
  front_end.issue(instruction);
  front_end.pipe_barrier(Pipe::V);
}

/// dst = a op second, a repeat a row, an instruction per repeat's width of columns. `second` gives
/// the second operand at a column.
template <typename Second>
void issue_per_row(Opcode opcode, const RowsView& dst, const RowsView& a, Second second,
                   Issuer& front_end) {
  const auto lanes = static_cast<std::int32_t>(lanes_of(dst.dtype));
  for (std::int32_t col = 0; col < dst.valid_cols; col += lanes) {
    const std::uint64_t offset = std::uint64_t(col) * size_bytes(dst.dtype);
    Instruction instruction;
    instruction.opcode = opcode;
    instruction.dtype = instruction.src_dtype = dst.dtype;
    instruction.repeats = static_cast<std::uint32_t>(dst.valid_rows);
    instruction.dst = operand(dst.address + offset, dst.row_blocks());
    instruction.src[0] = operand(a.address + offset, a.row_blocks());
    instruction.src[1] = second(offset);
    const MaskScope mask = MaskScope::lanes(
        front_end, static_cast<unsigned>(std::min(lanes, dst.valid_cols - col)));
    front_end.issue(instruction);
  }
}

}  // namespace

void expand_row_broadcast(const port::TileCall& call, Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const port::TileRef& src = call.tile[1];
  const unsigned bytes = size_bytes(dst.dtype);
  const std::uint64_t pitch =
      is_column_of_scalars(src) ? bytes : std::uint64_t(src.cols) * bytes;
  for (std::int32_t row = 0; row < dst.valid_rows; ++row) {
    front_end.set_flag(Pipe::V, Pipe::S, 0);
    front_end.wait_flag(Pipe::V, Pipe::S, 0);
    Instruction instruction;
    instruction.opcode = Opcode::VECTOR_DUP;
    instruction.dtype = instruction.src_dtype = dst.dtype;
    instruction.scalar = front_end.load_ub(src.address + std::uint64_t(row) * pitch, bytes);
    front_end.set_flag(Pipe::S, Pipe::V, 0);
    front_end.wait_flag(Pipe::S, Pipe::V, 0);
    instruction.repeats = repeats_for(std::uint64_t(dst.valid_cols), dst.dtype);
    instruction.dst = operand(dst.row_address(row));
    const MaskScope mask = MaskScope::count(front_end, std::uint64_t(dst.valid_cols));
    front_end.issue(instruction);
  }
}

template <Opcode opcode>
void expand_row_broadcast_binary(const port::TileCall& call, Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  const port::TileRef& scalars = call.tile[2];
  if (dst.valid_rows > kMaxRepeats) not_modelled(call, front_end, "of more than 255 rows");
  std::uint64_t blocks = scalars.address;
  std::uint64_t pitch = 1;
  if (is_column_of_scalars(scalars)) {
    // Three operands: the library spreads the column in the UB scratch nobody else knows of.
    blocks = call.tile_count > 3 ? call.tile[3].address : kUbScratchBegin;
    spread_column(scalars.address, blocks, dst.dtype, dst.valid_rows, front_end);
  } else {
    pitch = rows_view(scalars).row_blocks();
  }
  issue_per_row(
      opcode, dst, src, [&](std::uint64_t) { return operand(blocks, pitch, 0); }, front_end);
}
template void expand_row_broadcast_binary<Opcode::VADD>(const port::TileCall&, Issuer&);
template void expand_row_broadcast_binary<Opcode::VSUB>(const port::TileCall&, Issuer&);
template void expand_row_broadcast_binary<Opcode::VMUL>(const port::TileCall&, Issuer&);
template void expand_row_broadcast_binary<Opcode::VDIV>(const port::TileCall&, Issuer&);

void expand_col_broadcast(const port::TileCall& call, Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  const std::uint64_t bytes = std::uint64_t(dst.valid_cols) * size_bytes(dst.dtype);
  for (std::int32_t row = 0; row < dst.valid_rows; ++row) {
    Instruction instruction;
    instruction.opcode = Opcode::COPY_UB_TO_UB;
    instruction.dtype = instruction.src_dtype = dst.dtype;
    instruction.mode = static_cast<std::int32_t>((bytes + kBlockBytes - 1) / kBlockBytes);
    instruction.dst = operand(dst.row_address(row));
    instruction.src[0] = operand(src.address);
    front_end.issue(instruction);
  }
}

template <Opcode opcode>
void expand_col_broadcast_binary(const port::TileCall& call, Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  const RowsView row = rows_view(call.tile[2]);
  if (dst.static_full_width() && dst.valid_rows <= kMaxRepeats) {
    issue_per_row(
        opcode, dst, src, [&](std::uint64_t offset) { return operand(row.address + offset, 0); },
        front_end);
    return;
  }
  // A valid width that is not known when compiling: one count-mode instruction a row.
  for (std::int32_t i = 0; i < dst.valid_rows; ++i) {
    Instruction instruction;
    instruction.opcode = opcode;
    instruction.dtype = instruction.src_dtype = dst.dtype;
    instruction.repeats = repeats_for(std::uint64_t(dst.valid_cols), dst.dtype);
    instruction.dst = operand(dst.row_address(i));
    instruction.src[0] = operand(src.row_address(i));
    instruction.src[1] = operand(row.address);
    const MaskScope mask = MaskScope::count(front_end, std::uint64_t(dst.valid_cols));
    front_end.issue(instruction);
  }
}
template void expand_col_broadcast_binary<Opcode::VADD>(const port::TileCall&, Issuer&);
template void expand_col_broadcast_binary<Opcode::VSUB>(const port::TileCall&, Issuer&);
template void expand_col_broadcast_binary<Opcode::VMUL>(const port::TileCall&, Issuer&);
template void expand_col_broadcast_binary<Opcode::VDIV>(const port::TileCall&, Issuer&);

}  // namespace npusim::isa
