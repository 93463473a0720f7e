// SPDX-License-Identifier: Apache-2.0
#include "pto/expand/vector_unit.h"

#include <bit>

#include "models/arch/small_float.h"

namespace npusim::library {

void VectorUnit::two_sources(Opcode opcode, DType type, VectorOperand dst, VectorOperand a,
                             VectorOperand b, std::uint32_t repeats) {
  LaneInstruction instruction = lanes(opcode, type);
  instruction.dst = dst;
  instruction.src0 = a;
  instruction.src1 = b;
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::one_source(Opcode opcode, DType type, VectorOperand dst, VectorOperand src,
                            std::uint32_t repeats) {
  with_scalar(opcode, type, dst, src, 0, repeats);
}

void VectorUnit::with_scalar(Opcode opcode, DType type, VectorOperand dst, VectorOperand src,
                             std::uint64_t scalar, std::uint32_t repeats) {
  LaneInstruction instruction = lanes(opcode, type);
  instruction.dst = dst;
  instruction.src0 = src;
  instruction.scalar = scalar;
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::fill(DType type, VectorOperand dst, std::uint64_t scalar, std::uint32_t repeats) {
  LaneInstruction instruction = lanes(Opcode::VECTOR_DUP, type);
  instruction.dst = dst;
  instruction.scalar = scalar;
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::convert(DType to, VectorOperand dst, DType from, VectorOperand src,
                         Rounding rounding, std::uint32_t repeats) {
  ConvertInstruction instruction;
  instruction.dtype = to;
  instruction.src_dtype = from;
  instruction.dst = dst;
  instruction.src = src;
  instruction.rounding = rounding;
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::copy(std::uint64_t dst, std::uint64_t src, std::uint32_t bursts,
                      std::uint32_t blocks, std::uint32_t src_gap, std::uint32_t dst_gap) {
  BlockCopy instruction;
  instruction.dtype = call().tile[0].dtype;
  instruction.dst = dst;
  instruction.src = src;
  instruction.bursts = bursts;
  instruction.burst_blocks = blocks;
  instruction.src_gap = src_gap;
  instruction.dst_gap = dst_gap;
  issue(instruction);
}

void VectorUnit::broadcast(DType type, std::uint64_t dst, std::uint64_t src,
                           std::uint32_t repeats) {
  BroadcastInstruction instruction;
  instruction.dtype = size_bytes(type) == 4 ? DType::UINT32 : DType::UINT16;
  instruction.dst.address = dst;
  instruction.src = src;
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::reduce(Opcode opcode, DType type, std::uint64_t dst, std::uint32_t dst_repeat,
                        VectorOperand src, ReduceOrder order, std::uint32_t repeats) {
  ReduceInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = type;
  instruction.dst = dst;
  instruction.dst_repeat = static_cast<std::uint16_t>(dst_repeat);
  instruction.src = src;
  instruction.order = order;
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::compact(unsigned size, std::uint64_t dst, VectorOperand src, unsigned pattern,
                         std::uint32_t repeats) {
  CompactInstruction instruction;
  instruction.dtype = size == 4 ? DType::UINT32 : DType::UINT16;
  instruction.dst = dst;
  instruction.src0 = src;
  instruction.pattern = static_cast<std::uint8_t>(pattern);
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::compare(Comparison comparison, DType type, VectorOperand a, VectorOperand b) {
  CompareInstruction instruction;
  instruction.opcode = Opcode::VCMP;
  instruction.comparison = comparison;
  instruction.dtype = type;
  instruction.src0 = a;
  instruction.src1 = b;
  issue(instruction);
}

void VectorUnit::compare_with(Comparison comparison, DType type, std::uint64_t bits,
                              VectorOperand src, std::uint64_t scalar, std::uint32_t repeats) {
  CompareInstruction instruction;
  instruction.opcode = Opcode::VCMPVS;
  instruction.comparison = comparison;
  instruction.dtype = type;
  instruction.dst.address = bits;
  instruction.src0 = src;
  instruction.scalar = scalar;
  instruction.repeats = repeats;
  issue(instruction);
}

void VectorUnit::load_compare_mask(DType type, std::uint64_t address) {
  CompareMaskMove instruction;
  instruction.dtype = type;
  instruction.address = address;
  issue(instruction);
}

void VectorUnit::select(SelectMode mode, DType type, VectorOperand dst, VectorOperand a,
                        VectorOperand b, std::uint64_t bits) {
  SelectInstruction instruction;
  instruction.mode = mode;
  instruction.dtype = type;
  instruction.dst = dst;
  instruction.src0 = a;
  instruction.src1 = b;
  instruction.bits = bits;
  issue(instruction);
}

TileCall call_of(const TileCall& outer, TileOp op, std::initializer_list<TileRef> tiles) {
  TileCall call;
  call.op = op;
  call.site = outer.site;
  call.scalar = outer.scalar;
  call.scalar_type = outer.scalar_type;
  for (const TileRef& tile : tiles) call.tile[call.tile_count++] = tile;
  return call;
}

TileRef as_halfwords(const TileRef& tile) {
  const auto scaled = [&](std::int32_t columns) {
    return columns < 0 ? columns
                       : (columns * static_cast<std::int32_t>(size_bytes(tile.dtype)) + 1) / 2;
  };
  TileRef result = tile;
  result.dtype = DType::INT16;
  result.cols = scaled(tile.cols);
  result.valid_cols = scaled(tile.valid_cols);
  result.static_valid_cols = scaled(tile.static_valid_cols);
  return result;
}

bool is_float(DType type) { return type == DType::FLOAT32 || type == DType::FLOAT16; }
bool is_integer(DType type) { return !is_float(type) && type != DType::BFLOAT16; }

float float_of(DType type, std::uint64_t bits) {
  return type == DType::FLOAT16 ? float16_to_float(static_cast<std::uint16_t>(bits))
                                : std::bit_cast<float>(static_cast<std::uint32_t>(bits));
}
std::uint64_t bits_of(DType type, float value) {
  return type == DType::FLOAT16 ? float_to_float16_rne(value) : std::bit_cast<std::uint32_t>(value);
}

std::int64_t integer_of(DType type, std::uint64_t bits) {
  switch (type) {
    case DType::INT8:
      return static_cast<std::int8_t>(bits);
    case DType::INT16:
      return static_cast<std::int16_t>(bits);
    case DType::INT32:
      return static_cast<std::int32_t>(bits);
    default:
      return static_cast<std::int64_t>(bits);
  }
}

std::uint64_t truncated(std::uint64_t value, unsigned bytes) {
  return bytes >= 8 ? value : value & ((std::uint64_t{1} << bytes * 8) - 1);
}

}  // namespace npusim::library
