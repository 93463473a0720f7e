// SPDX-License-Identifier: Apache-2.0
// TCMPS and TSEL: bits from a comparison, and a choice by bits, row by row (tile-isa.md 3.3).
#include "models/isa/expansion/families.h"

namespace npusim::isa {

void expand_compare_scalar(const port::TileCall& call, Issuer& front_end) {
  if (call.tile_count > 2) not_modelled(call, front_end, "with the scalar in a tile");
  const RowsView bits = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  for (std::int32_t row = 0; row < src.valid_rows; ++row) {
    Instruction instruction;
    instruction.opcode = Opcode::VCMPVS;
    instruction.dtype = instruction.src_dtype = src.dtype;
    instruction.repeats = repeats_for(std::uint64_t(src.valid_cols), src.dtype);
    instruction.dst = operand(bits.row_address(row));
    instruction.src[0] = operand(src.row_address(row));
    instruction.scalar = scalar_bits(call, src.dtype);
    instruction.mode = call.mode[0];
    const MaskScope mask = MaskScope::count(front_end, std::uint64_t(src.valid_cols));
    front_end.issue(instruction);
  }
}

/// The select unit takes its bits from an address that stands in the compare mask, which is loaded
/// from UB: so each row's mask address goes through the temporary tile.
void expand_select(const port::TileCall& call, Issuer& front_end) {
  if (call.tile_count < 5) not_modelled(call, front_end, "without a temporary tile");
  constexpr std::int32_t kBitsInUb = 2;
  constexpr std::uint64_t kAddressWords = 2;
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView bits = rows_view(call.tile[1]);
  const RowsView chosen = rows_view(call.tile[2]);
  const RowsView other = rows_view(call.tile[3]);
  const std::uint64_t temporary = call.tile[4].address;
  for (std::int32_t row = 0; row < dst.valid_rows; ++row) {
    Instruction address;
    address.opcode = Opcode::VECTOR_DUP;
    address.dtype = address.src_dtype = DType::INT32;
    address.dst = operand(temporary);
    address.scalar = bits.row_address(row);
    {
      const MaskScope mask = MaskScope::count(front_end, kAddressWords);
      front_end.issue(address);
    }
    front_end.pipe_barrier(Pipe::V);
    Instruction load;
    load.opcode = Opcode::SET_CMPMASK;
    load.dtype = load.src_dtype = dst.dtype;
    load.src[0] = operand(temporary);
    front_end.issue(load);
    front_end.pipe_barrier(Pipe::V);
    Instruction select;
    select.opcode = Opcode::VSEL;
    select.dtype = select.src_dtype = dst.dtype;
    select.repeats = repeats_for(std::uint64_t(dst.valid_cols), dst.dtype);
    select.mode = kBitsInUb;
    select.scalar = bits.row_address(row);
    select.dst = operand(dst.row_address(row));
    select.src[0] = operand(chosen.row_address(row));
    select.src[1] = operand(other.row_address(row));
    const MaskScope mask = MaskScope::count(front_end, std::uint64_t(dst.valid_cols));
    front_end.issue(select);
  }
}

}  // namespace npusim::isa
