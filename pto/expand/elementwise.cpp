// SPDX-License-Identifier: Apache-2.0
// Tile with tile, and unary: one opcode, cut by walk_lanes.
#include "pto/expand/expanders.h"
#include "pto/expand/lane_walk.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

bool is_bitwise(TileOp op) { return op == TileOp::TAND || op == TileOp::TOR; }

void two_tiles(VectorUnit& unit, Opcode opcode, const TileRef& dst, const TileRef& a,
               const TileRef& b, LaneCut cut) {
  const TileRef* const tiles[] = {&dst, &a, &b};
  walk_lanes(unit, tiles, cut, [&](const LaneSlice& slice) {
    unit.two_sources(opcode, dst.dtype, operand_at(dst, slice), operand_at(a, slice),
                     operand_at(b, slice), slice.repeats);
  });
}

}  // namespace

void binary(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  unit.require_plain_rows({&dst, &call.tile[1], &call.tile[2]});
  const Opcode opcode = opcode_of(call.op);
  if (!is_bitwise(call.op)) {
    return two_tiles(unit, opcode, dst, call.tile[1], call.tile[2], LaneCut::Binary);
  }
  // Bits have no type: the instruction knows 2-byte lanes only.
  TileRef tiles[3];
  for (int i = 0; i < 3; ++i) {
    tiles[i] = as_halfwords(call.tile[i]);
    if (size_bytes(dst.dtype) == 2) tiles[i].dtype = DType::UINT16;
  }
  two_tiles(unit, opcode, tiles[0], tiles[1], tiles[2],
            size_bytes(dst.dtype) == 2 ? LaneCut::Binary : LaneCut::BinaryByRows);
}

void unary(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  unit.require_plain_rows({&call.tile[0], &call.tile[1]});
  const bool bits = call.op == TileOp::TNOT;
  TileRef dst = bits ? as_halfwords(call.tile[0]) : call.tile[0];
  TileRef src = bits ? as_halfwords(call.tile[1]) : call.tile[1];
  if (bits && size_bytes(call.tile[0].dtype) == 2) dst.dtype = src.dtype = call.tile[0].dtype;
  const TileRef* const tiles[] = {&dst, &src};
  walk_lanes(unit, tiles, LaneCut::Unary, [&](const LaneSlice& slice) {
    unit.one_source(opcode_of(call.op), dst.dtype, operand_at(dst, slice), operand_at(src, slice),
                    slice.repeats);
  });
}

/// With tmp: a square root, and its reciprocal by division.
void reciprocal_root(const TileCall& call, Issuer& front_end) {
  if (call.tile_count < 3) return unary(call, front_end);
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  const TileRef& tmp = call.tile[2];
  unit.require_plain_rows({&dst, &src});
  unit.count_mask(elements_of(dst.dtype));
  unit.fill(dst.dtype, operand(tmp.address, 0, 0), one(dst.dtype));
  unit.count_mask(cols_of(dst));
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    unit.one_source(Opcode::VSQRT, dst.dtype, {row_address(dst, row)}, {row_address(src, row)});
  }
  unit.barrier();
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    unit.two_sources(Opcode::VDIV, dst.dtype, {row_address(dst, row)}, operand(tmp.address, 0, 0),
                     {row_address(dst, row)});
  }
  unit.full_mask();
}

/// (a | b) & ~(a & b)
void exclusive_or(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const auto& [dst, a, b, tmp, unused0, unused1] = call.tile;
  binary(call_of(call, TileOp::TOR, {tmp, a, b}), front_end);
  unit.barrier();
  binary(call_of(call, TileOp::TAND, {dst, a, b}), front_end);
  unit.barrier();
  unary(call_of(call, TileOp::TNOT, {dst, dst}), front_end);
  unit.barrier();
  binary(call_of(call, TileOp::TAND, {dst, dst, tmp}), front_end);
}

/// By the scalar unit, element by element.
void shift(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const unsigned size = size_bytes(dst.dtype);
  unit.require(is_integer(dst.dtype) && size <= 4, npusim::name(dst.dtype), "integers");
  unit.require_plain_rows({&dst, &call.tile[1], &call.tile[2]});
  unit.sync_v_to_s();
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    for (std::uint32_t column = 0; column < cols_of(dst); ++column) {
      const auto element = [&](const TileRef& tile) {
        return integer_of(tile.dtype, unit.load(row_address(tile, row, column), size));
      };
      const std::int64_t value = element(call.tile[1]);
      // Of what C++ leaves open, the scalar unit's shifts take the low bits of the distance.
      const auto distance = static_cast<unsigned>(element(call.tile[2])) % 32;
      const auto result = call.op == TileOp::TSHL ? static_cast<std::uint64_t>(value) << distance
                                                  : static_cast<std::uint64_t>(value >> distance);
      unit.store(row_address(dst, row, column), truncated(result, size), size);
    }
  }
  unit.sync_s_to_v();
}

/// a > 0 ? a : a * b, the choice by packed bits in tmp.
void parametric_relu(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const auto& [dst, a, b, tmp, unused0, unused1] = call.tile;
  binary(call_of(call, TileOp::TMUL, {dst, a, b}), front_end);
  unit.barrier();
  TileCall compare = call_of(call, TileOp::TCMPS, {tmp, a});
  compare.mode[0] = static_cast<std::int32_t>(Comparison::Gt);
  compare.scalar = 0;
  compare_with_scalar(compare, front_end);
  unit.barrier();
  TileRef select_tmp = tmp;
  select_tmp.address = row_address(tmp, rows_of(dst));
  unit.barrier();
  select(call_of(call, TileOp::TSEL, {dst, tmp, a, dst, select_tmp}), front_end);
}

}  // namespace npusim::library::expanders
