// SPDX-License-Identifier: Apache-2.0
// Tile with scalar, and filling a tile with a scalar.
#include "pto/expand/expanders.h"
#include "pto/expand/lane_walk.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

/// -bits in `type`: the sign of a float, two's complement of an integer.
std::uint64_t negated(DType type, std::uint64_t bits) {
  const unsigned width = size_bytes(type) * 8;
  if (is_float(type)) return bits ^ (std::uint64_t{1} << (width - 1));
  const std::uint64_t all = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  return (~bits + 1) & all;
}

std::uint64_t operand_bits(const TileCall& call) {
  const DType type = call.tile[0].dtype;
  if (call.op == TileOp::TNEG) return negated(type, one(type));
  // A distance is a 32-bit number whatever the element type.
  if (call.op == TileOp::TSHLS || call.op == TileOp::TSHRS) {
    return static_cast<std::uint32_t>(integer_of(type, call.scalar));
  }
  return call.op == TileOp::TSUBS ? negated(type, call.scalar) : call.scalar;
}

void require_types(VectorEmitter& emitter, const TileCall& call) {
  const DType type = call.tile[0].dtype;
  emitter.require(call.tile[1].dtype == type, "operands of different types", "one type");
  emitter.require(is_float(type) || (is_integer(type) && size_bytes(type) % 4 != 1),
                  npusim::name(type), "float32, float16, and integers of 2 and 4 bytes");
}

/// Integers by the scalar unit, element by element, truncated.
void divide_integers(VectorUnit& unit, const TileCall& call) {
  const TileRef& dst = call.tile[0];
  const unsigned size = size_bytes(dst.dtype);
  const std::int64_t scalar = integer_of(dst.dtype, call.scalar);
  unit.sync_v_to_s();
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    for (std::uint32_t column = 0; column < cols_of(dst); ++column) {
      const std::int64_t element =
          integer_of(dst.dtype, unit.load(row_address(call.tile[1], row, column), size));
      const std::int64_t divisor = call.scalar_first ? element : scalar;
      // What a host does with a division by 0, the scalar unit does not.
      const std::int64_t result =
          divisor == 0 ? -1 : (call.scalar_first ? scalar : element) / divisor;
      unit.store(row_address(dst, row, column), truncated(static_cast<std::uint64_t>(result), size),
                 size);
    }
  }
  unit.sync_s_to_v();
}

}  // namespace

void scalar(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef* const tiles[] = {&call.tile[0], &call.tile[1]};
  emitter.require_lanes({tiles[0], tiles[1]});
  require_types(emitter, call);
  LaneInstruction instruction = lanes(opcode_of(call.op), call.tile[0].dtype);
  instruction.scalar = operand_bits(call);
  walk_lanes(emitter, tiles, LaneCut::Scalar, [&](const LaneSlice& slice) {
    instruction.repeats = slice.repeats;
    instruction.dst = operand_at(call.tile[0], slice);
    instruction.src0 = operand_at(call.tile[1], slice);
    emitter.issue(instruction);
  });
}

/// Each slice: the scalar into dst, barrier, division; hence dst must not be the source. The
/// library knows one way out: a / s in place becomes a * (1 / s). TRECIP is TDIVS(dst, 1, a).
void divide_by_scalar(const TileCall& call, Issuer& front_end) {
  VectorUnit emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  const TileRef* const tiles[] = {&dst, &src};
  emitter.require_plain_rows({tiles[0], tiles[1]});
  require_types(emitter, call);
  if (is_integer(dst.dtype)) return divide_integers(emitter, call);
  const bool reciprocal = call.op == TileOp::TRECIP;
  const bool scalar_first = reciprocal || call.scalar_first;
  const std::uint64_t scalar = reciprocal ? one(dst.dtype) : call.scalar;
  const bool by_factor = !scalar_first && dst.address == src.address;

  LaneInstruction fill = lanes(by_factor ? Opcode::VMULS : Opcode::VECTOR_DUP, dst.dtype);
  fill.scalar = by_factor ? bits_of(dst.dtype, 1.0f / float_of(dst.dtype, call.scalar)) : scalar;
  LaneInstruction divide = lanes(Opcode::VDIV, dst.dtype);
  walk_lanes(emitter, tiles, LaneCut::Scalar, [&](const LaneSlice& slice) {
    const VectorOperand result = operand_at(dst, slice), source = operand_at(src, slice);
    fill.repeats = divide.repeats = slice.repeats;
    fill.dst = divide.dst = result;
    if (by_factor) fill.src0 = source;
    emitter.issue(fill);
    if (by_factor) return;
    emitter.barrier();
    divide.src0 = scalar_first ? result : source;
    divide.src1 = scalar_first ? source : result;
    emitter.issue(divide);
  });
}

/// All blocks of a tile in L1. Bytes are written in fours.
void fill_l1(const TileCall& call, Issuer& front_end) {
  const TileRef& dst = call.tile[0];
  const unsigned size = size_bytes(dst.dtype);
  MatrixFill fill;
  fill.dtype = size == 1 ? DType::UINT32 : dst.dtype;
  fill.dst = dst.address;
  fill.repeats =
      static_cast<std::uint16_t>(static_cast<unsigned>(dst.rows * dst.cols) * size / kBlockBytes);
  fill.blocks = 1;
  fill.value = size == 1 ? call.scalar * 0x01010101u : call.scalar;
  front_end.issue(fill);
}

/// The scalar into dst, then bit by bit with src.
void bitwise_scalar(const TileCall& call, Issuer& front_end) {
  const auto& [dst, src, unused0, unused1, unused2, unused3] = call.tile;
  fill(call_of(call, TileOp::TEXPANDS, {dst}), front_end);
  VectorEmitter(call, front_end).barrier();
  const TileOp op = call.op == TileOp::TANDS ? TileOp::TAND : TileOp::TOR;
  binary(call_of(call, op, {dst, src, dst}), front_end);
}

void exclusive_or_scalar(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const auto& [dst, src, tmp, unused0, unused1, unused2] = call.tile;
  bitwise_scalar(call_of(call, TileOp::TORS, {tmp, src}), front_end);
  emitter.barrier();
  bitwise_scalar(call_of(call, TileOp::TANDS, {dst, src}), front_end);
  emitter.barrier();
  unary(call_of(call, TileOp::TNOT, {dst, dst}), front_end);
  emitter.barrier();
  binary(call_of(call, TileOp::TAND, {dst, dst, tmp}), front_end);
}

/// In count mode: all elements at once where the type says that rows touch, else line by line. A
/// dynamic valid size (-1) never equals the run-time one, so it goes line by line.
void fill(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  if (dst.loc == TileLoc::Mat) return fill_l1(call, front_end);
  emitter.require(dst.loc == TileLoc::Vec, "a tile neither in UB nor in L1", "tiles in UB and L1");
  const bool row_major = dst.outer == OuterLayout::RowMajor;
  const std::int32_t lines = row_major ? dst.valid_rows : dst.valid_cols;
  const std::int32_t length = row_major ? dst.valid_cols : dst.valid_rows;
  const std::int32_t allocated_lines = row_major ? dst.rows : dst.cols;
  const std::int32_t pitch = row_major ? dst.cols : dst.rows;
  const std::int32_t type_length = row_major ? dst.static_valid_cols : dst.static_valid_rows;
  if (lines <= 0 || length <= 0) return;
  const bool continuous =
      allocated_lines == 1 || type_length == pitch || lines == 1 || length == type_length;

  // Bytes are written in pairs.
  const unsigned size = size_bytes(dst.dtype);
  const unsigned step = size == 1 ? 2 : 1;
  LaneInstruction instruction =
      library::lanes(Opcode::VECTOR_DUP, size == 1 ? DType::UINT16 : dst.dtype);
  instruction.scalar = size == 1 ? call.scalar | call.scalar << 8 : call.scalar;
  const auto per_instruction = static_cast<unsigned>(continuous ? lines * length : length);
  emitter.count_mask((per_instruction + step - 1) / step);
  for (std::int32_t line = 0; line < (continuous ? 1 : lines); ++line) {
    instruction.dst.address =
        dst.address + static_cast<std::uint64_t>(line) * static_cast<unsigned>(pitch) * size;
    emitter.issue(instruction);
  }
  emitter.full_mask();
}

}  // namespace npusim::library::expanders
