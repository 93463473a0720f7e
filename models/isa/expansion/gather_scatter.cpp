// SPDX-License-Identifier: Apache-2.0
// TGATHER and TSCATTER, by index tile or by mask pattern (tile-isa.md sections 3.4, 3.5).
#include <array>

#include "models/isa/expansion/families.h"

namespace npusim::isa {
namespace {

/// The public MaskPattern: which of `period` columns, read right to left.
struct Pattern {
  std::int32_t period;
  std::int32_t column;
};
constexpr std::array<Pattern, 7> kPatterns{
    {{1, 0}, {2, 0}, {2, 1}, {4, 0}, {4, 1}, {4, 2}, {4, 3}}};
constexpr std::int32_t kEveryColumn = 7;

Pattern pattern_of(const port::TileCall& call, Issuer& front_end) {
  if (call.mode[0] == kEveryColumn) return kPatterns[0];
  if (call.mode[0] < 1 || call.mode[0] > kEveryColumn) {
    not_modelled(call, front_end, "with this mask pattern");
  }
  return kPatterns[static_cast<std::size_t>(call.mode[0])];
}

void gather_by_mask(const port::TileCall& call, Issuer& front_end) {
  const RowsView src = rows_view(call.tile[1]);
  Instruction instruction;
  instruction.opcode = Opcode::VREDUCEV2;
  instruction.dtype = instruction.src_dtype = src.dtype;
  instruction.mode = call.mode[0];
  instruction.repeats = static_cast<std::uint32_t>(src.valid_rows);
  instruction.dst = operand(call.tile[0].address);
  instruction.src[0] = operand(src.address, src.row_blocks());
  const MaskScope mask = MaskScope::count(front_end, std::uint64_t(src.valid_cols));
  front_end.issue(instruction);
}

/// Offsets in bytes first (over the result itself for 4-byte types), then the gather; row by row.
void gather_by_index(const port::TileCall& call, Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  const RowsView index = rows_view(call.tile[2]);
  const unsigned bytes = size_bytes(dst.dtype);
  if (bytes != 2 && bytes != 4) not_modelled(call, front_end, "by index of 1-byte elements");
  if (size_bytes(index.dtype) != 4) not_modelled(call, front_end, "by 2-byte indices");
  if (bytes == 2 && call.tile_count < 4) {
    not_modelled(call, front_end, "by index of 2-byte elements without a temporary tile");
  }
  for (std::int32_t row = 0; row < dst.valid_rows; ++row) {
    const auto cols = std::uint64_t(dst.valid_cols);
    const std::uint64_t offsets = bytes == 4 ? dst.row_address(row) : call.tile[3].address;
    Instruction scale;
    scale.opcode = Opcode::VMULS;
    scale.dtype = scale.src_dtype = DType::INT32;
    scale.repeats = repeats_for(cols, DType::INT32);
    scale.dst = operand(offsets);
    scale.src[0] = operand(index.row_address(row));
    scale.scalar = bytes;
    Instruction gather;
    gather.opcode = Opcode::VGATHER;
    gather.dtype = gather.src_dtype = dst.dtype;
    gather.repeats = repeats_for(cols, dst.dtype);
    gather.dst = operand(dst.row_address(row));
    gather.src[0] = operand(offsets);
    gather.src[1] = operand(src.address);
    gather.scalar = std::uint64_t(src.rows) * src.row_bytes();
    const MaskScope mask = MaskScope::count(front_end, cols);
    front_end.issue(scale);
    front_end.pipe_barrier(Pipe::V);
    front_end.issue(gather);
  }
}

/// The whole allocation of the result becomes zero, on pipe V; the scalar loop waits for it.
void clear_for_scatter(const RowsView& dst, Issuer& front_end) {
  const std::uint64_t elements = std::uint64_t(dst.rows) * std::uint64_t(dst.cols);
  Instruction instruction;
  instruction.opcode = Opcode::VECTOR_DUP;
  instruction.dtype = instruction.src_dtype = dst.dtype;
  instruction.repeats = repeats_for(elements, dst.dtype);
  instruction.dst = operand(dst.address);
  {
    const MaskScope mask = MaskScope::count(front_end, elements);
    front_end.issue(instruction);
  }
  front_end.set_flag(Pipe::V, Pipe::S, 0);
  front_end.wait_flag(Pipe::V, Pipe::S, 0);
}

}  // namespace

void expand_gather(const port::TileCall& call, Issuer& front_end) {
  if (call.mode[0] != 0) {
    gather_by_mask(call, front_end);
  } else {
    gather_by_index(call, front_end);
  }
}

/// The scalar unit stores element by element. An index is a flat element number of the result, and
/// nobody checks it.
void expand_scatter(const port::TileCall& call, Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  const bool by_index = call.mode[0] == 0;
  const unsigned bytes = size_bytes(dst.dtype);
  if (bytes != 2 && bytes != 4) not_modelled(call, front_end, "of 1-byte elements");
  const RowsView walked = by_index ? rows_view(call.tile[2]) : src;
  const Pattern pattern = by_index ? Pattern{1, 0} : pattern_of(call, front_end);
  const unsigned index_bytes = size_bytes(walked.dtype);
  clear_for_scatter(dst, front_end);
  for (std::int32_t row = 0; row < walked.valid_rows; ++row) {
    for (std::int32_t col = 0; col < walked.valid_cols; ++col) {
      std::int64_t element = std::int64_t{row} * dst.cols + col * pattern.period + pattern.column;
      if (by_index) {
        const std::uint64_t bits =
            front_end.load_ub(walked.row_address(row) + std::uint64_t(col) * index_bytes,
                              index_bytes);
        element = index_bytes == 4 ? static_cast<std::int32_t>(bits)
                                   : static_cast<std::int16_t>(bits);
      }
      const std::uint64_t value =
          front_end.load_ub(src.row_address(row) + std::uint64_t(col) * bytes, bytes);
      front_end.store_ub(dst.address + static_cast<std::uint64_t>(element * bytes), value, bytes);
    }
  }
  front_end.set_flag(Pipe::S, Pipe::V, 0);
  front_end.wait_flag(Pipe::S, Pipe::V, 0);
}

}  // namespace npusim::isa
