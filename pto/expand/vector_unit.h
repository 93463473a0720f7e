// SPDX-License-Identifier: Apache-2.0
// Hardware instructions of pipe V in the terms of the intrinsics: opcode, element type, operands
// with their strides, repeats. In count mode repeats say nothing (tile-isa.md section 1.7).
#pragma once

#include "pto/expand/vector_emitter.h"

namespace npusim::library {

class VectorUnit : public VectorEmitter {
 public:
  using VectorEmitter::VectorEmitter;

  void two_sources(Opcode opcode, DType type, VectorOperand dst, VectorOperand a, VectorOperand b,
                   std::uint32_t repeats = 1);
  void one_source(Opcode opcode, DType type, VectorOperand dst, VectorOperand src,
                  std::uint32_t repeats = 1);
  void with_scalar(Opcode opcode, DType type, VectorOperand dst, VectorOperand src,
                   std::uint64_t scalar, std::uint32_t repeats = 1);
  void fill(DType type, VectorOperand dst, std::uint64_t scalar, std::uint32_t repeats = 1);
  void convert(DType to, VectorOperand dst, DType from, VectorOperand src, Rounding rounding,
               std::uint32_t repeats = 1);
  /// Bursts of whole blocks.
  void copy(std::uint64_t dst, std::uint64_t src, std::uint32_t bursts, std::uint32_t blocks,
            std::uint32_t src_gap = 0, std::uint32_t dst_gap = 0);
  /// Each element fills a block.
  void broadcast(DType type, std::uint64_t dst, std::uint64_t src, std::uint32_t repeats);
  void reduce(Opcode opcode, DType type, std::uint64_t dst, std::uint32_t dst_repeat,
              VectorOperand src, ReduceOrder order, std::uint32_t repeats);
  /// Keeps the lanes of a pattern, of 2- or 4-byte elements.
  void compact(unsigned size, std::uint64_t dst, VectorOperand src, unsigned pattern,
               std::uint32_t repeats = 1);
  /// Into the compare mask.
  void compare(Comparison comparison, DType type, VectorOperand a, VectorOperand b);
  /// Into packed bits in UB.
  void compare_with(Comparison comparison, DType type, std::uint64_t bits, VectorOperand src,
                    std::uint64_t scalar, std::uint32_t repeats);
  void load_compare_mask(DType type, std::uint64_t address);
  void select(SelectMode mode, DType type, VectorOperand dst, VectorOperand a, VectorOperand b,
              std::uint64_t bits = 0);

  // The scalar unit.
  std::uint64_t load(std::uint64_t address, unsigned bytes) {
    return front_end().load_ub(address, bytes);
  }
  void store(std::uint64_t address, std::uint64_t value, unsigned bytes) {
    front_end().store_ub(address, value, bytes);
  }
};

/// An operand whose repeats are `repeat` blocks apart.
inline VectorOperand operand(std::uint64_t address, std::uint32_t block, std::uint32_t repeat) {
  return {address, static_cast<std::uint16_t>(block), static_cast<std::uint16_t>(repeat)};
}

/// A call of another tile instruction, by which one is made.
TileCall call_of(const TileCall& outer, TileOp op, std::initializer_list<TileRef> tiles);

/// The tile as 2-byte elements.
TileRef as_halfwords(const TileRef& tile);

bool is_float(DType type);  ///< one that pipe V computes with
bool is_integer(DType type);
float float_of(DType type, std::uint64_t bits);
std::uint64_t bits_of(DType type, float value);
/// Sign-extended.
std::int64_t integer_of(DType type, std::uint64_t bits);
/// The low bits of a number.
std::uint64_t truncated(std::uint64_t value, unsigned bytes);

}  // namespace npusim::library
