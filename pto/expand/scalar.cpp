// SPDX-License-Identifier: Apache-2.0
// Tile with scalar, and filling a tile with a scalar.
#include <bit>

#include "models/arch/small_float.h"
#include "pto/expand/expanders.h"
#include "pto/expand/lane_walk.h"
#include "pto/expand/opcode_of.h"

namespace npusim::library::expanders {
namespace {

float float_of(DType type, std::uint64_t bits) {
  return type == DType::FLOAT16 ? float16_to_float(static_cast<std::uint16_t>(bits))
                                : std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}
std::uint64_t bits_of(DType type, float value) {
  return type == DType::FLOAT16 ? float_to_float16_rne(value) : std::bit_cast<std::uint32_t>(value);
}

bool is_float(DType type) { return type == DType::FLOAT32 || type == DType::FLOAT16; }

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
  return call.op == TileOp::TSUBS ? negated(type, call.scalar) : call.scalar;
}

void require_types(VectorEmitter& emitter, const TileCall& call) {
  const DType type = call.tile[0].dtype;
  emitter.require(call.tile[1].dtype == type, "operands of different types", "one type");
  emitter.require(is_float(type) || type == DType::INT32 || type == DType::INT16,
                  npusim::name(type), "float32, float16, int32, int16");
}

}  // namespace

void scalar(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef* const tiles[] = {&call.tile[0], &call.tile[1]};
  emitter.require_plain_rows({tiles[0], tiles[1]});
  require_types(emitter, call);
  LaneInstruction instruction = lanes(opcode_of(call.op), call.tile[0].dtype);
  instruction.scalar = operand_bits(call);
  walk_lanes(emitter, tiles, ContinuityCheck::ByTypeOnly, [&](const LaneSlice& slice) {
    instruction.repeats = slice.repeats;
    instruction.dst = operand_at(call.tile[0], slice);
    instruction.src0 = operand_at(call.tile[1], slice);
    emitter.issue(instruction);
  });
}

/// Each slice: the scalar into dst, barrier, division; hence dst must not be the source. The
/// library knows one way out: a / s in place becomes a * (1 / s). TRECIP is TDIVS(dst, 1, a).
void divide_by_scalar(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  const TileRef* const tiles[] = {&dst, &src};
  emitter.require_plain_rows({tiles[0], tiles[1]});
  require_types(emitter, call);
  emitter.require(is_float(dst.dtype), "integer division", "float32, float16");
  const bool reciprocal = call.op == TileOp::TRECIP;
  const bool scalar_first = reciprocal || call.scalar_first;
  const std::uint64_t scalar = reciprocal ? one(dst.dtype) : call.scalar;
  const bool by_factor = !scalar_first && dst.address == src.address;

  LaneInstruction fill = lanes(by_factor ? Opcode::VMULS : Opcode::VECTOR_DUP, dst.dtype);
  fill.scalar = by_factor ? bits_of(dst.dtype, 1.0f / float_of(dst.dtype, call.scalar)) : scalar;
  LaneInstruction divide = lanes(Opcode::VDIV, dst.dtype);
  walk_lanes(emitter, tiles, ContinuityCheck::ByTypeOnly, [&](const LaneSlice& slice) {
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

/// In count mode: all elements at once where the type says that rows touch, else line by line. A
/// dynamic valid size (-1) never equals the run-time one, so it goes line by line.
void fill(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  emitter.require(dst.loc == TileLoc::Vec && dst.inner == InnerLayout::NoneBox,
                  "a tile that is boxed or not in UB", "tiles in UB without boxes");
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
