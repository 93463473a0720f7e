// SPDX-License-Identifier: Apache-2.0
// TEXPANDS and TCI: tiles filled from scalars.
#include "models/isa/expansion/families.h"
#include "models/isa/expansion/lane_work.h"

namespace npusim::isa {
namespace {

/// TCI without a temporary tile on the scalar unit, which is what the hardware library does: one
/// posted store an element and no flag behind them (tile-isa.md sections 3.7, 3.8).
void iota_by_scalar_stores(const RowsView& dst, std::uint64_t start, bool descending,
                           Issuer& front_end) {
  const unsigned bytes = size_bytes(dst.dtype);
  for (std::int32_t i = 0; i < dst.valid_cols; ++i) {
    const std::uint64_t value = descending ? start - std::uint64_t(i) : start + std::uint64_t(i);
    front_end.store_ub(dst.address + std::uint64_t(i) * bytes, value, bytes);
  }
}

/// The same on pipe V (isa.tci_pipe=V): each repeat starts from its first value; then, for every bit
/// of the lane number, the lanes that have it are raised by it.
void iota_by_vector(const RowsView& dst, std::uint64_t start, bool descending, Issuer& front_end) {
  constexpr std::uint64_t kLanesWithBit[] = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC,
                                             0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00,
                                             0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
  const auto lanes = static_cast<std::int32_t>(lanes_of(dst.dtype));
  for (std::int32_t first = 0; first < dst.valid_cols; first += lanes) {
    const auto width = static_cast<unsigned>(std::min(lanes, dst.valid_cols - first));
    const std::uint64_t all = width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
    Instruction instruction;
    instruction.opcode = Opcode::VECTOR_DUP;
    instruction.dtype = instruction.src_dtype = dst.dtype;
    instruction.dst = operand(dst.address + std::uint64_t(first) * size_bytes(dst.dtype));
    const std::uint64_t begin =
        descending ? start - std::uint64_t(first) : start + std::uint64_t(first);
    instruction.scalar = number_bits(static_cast<std::int64_t>(begin), dst.dtype);
    {
      const MaskScope mask = MaskScope::lanes(front_end, width);
      front_end.issue(instruction);
    }
    instruction.opcode = Opcode::VADDS;
    instruction.src[0] = instruction.dst;
    for (unsigned bit = 0; bit < std::size(kLanesWithBit); ++bit) {
      const std::int64_t step = std::int64_t{1} << bit;
      instruction.scalar = number_bits(descending ? -step : step, dst.dtype);
      front_end.pipe_barrier(Pipe::V);
      const MaskScope mask = MaskScope::bits(front_end, 0, kLanesWithBit[bit] & all);
      front_end.issue(instruction);
    }
  }
}

}  // namespace

void expand_fill(const port::TileCall& call, Issuer& front_end) {
  if (call.tile[0].loc != port::TileLoc::Vec) not_modelled(call, front_end, "of a tile outside UB");
  const RowsView dst = rows_view(call.tile[0]);
  const std::uint64_t scalar = scalar_bits(call, dst.dtype);
  if (dst.rows == 1 || dst.static_full_width()) {
    issue_lanes({Opcode::VECTOR_DUP, dst, {}, {}, scalar}, front_end);
    return;
  }
  // A valid width that is not known when compiling: the library fills row by row.
  for (std::int32_t row = 0; row < dst.valid_rows; ++row) {
    Instruction instruction;
    instruction.opcode = Opcode::VECTOR_DUP;
    instruction.dtype = instruction.src_dtype = dst.dtype;
    instruction.repeats = repeats_for(std::uint64_t(dst.valid_cols), dst.dtype);
    instruction.dst = operand(dst.row_address(row));
    instruction.scalar = scalar;
    const MaskScope mask = MaskScope::count(front_end, std::uint64_t(dst.valid_cols));
    front_end.issue(instruction);
  }
}

void expand_iota(const port::TileCall& call, Issuer& front_end) {
  const RowsView dst = rows_view(call.tile[0]);
  const bool with_temporary = call.tile_count > 1;
  const unsigned bytes = size_bytes(dst.dtype);
  if (bytes != 2 && bytes != 4) not_modelled(call, front_end, "of 1- or 8-byte elements");
  if (dst.dtype == DType::FLOAT32 || dst.dtype == DType::FLOAT16) {
    not_modelled(call, front_end, "of floating-point elements");
  }
  const std::uint64_t start = scalar_bits(call, dst.dtype);
  const bool descending = call.mode[0] != 0;
  if (with_temporary || front_end.knobs().isa_tci_pipe != 0) {
    if (bytes != 4) not_modelled(call, front_end, "of 2-byte elements on pipe V");
    iota_by_vector(dst, start, descending, front_end);
  } else {
    iota_by_scalar_stores(dst, start, descending, front_end);
  }
}

}  // namespace npusim::isa
