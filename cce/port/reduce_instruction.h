// SPDX-License-Identifier: Apache-2.0
// Reductions of repeats, blocks and pairs (intrinsics.md 2.3.7).
#pragma once

#include <cstdint>
#include <optional>

#include "cce/port/opcode.h"
#include "cce/port/vector_operand.h"
#include "models/arch/dtype.h"

namespace npusim::isa {

/// What VCMAX and VCMIN write: Order_t.
enum class ReduceOrder : std::uint8_t { ValueIndex, IndexValue, OnlyValue, OnlyIndex };

/// The row that a row sum adds up in several instructions: with numerics = reference, the last of
/// them delivers the ascending sum over `columns` elements from address + repeat*stride_bytes
/// (numerics.md). A mark of the bundled library; hardware has no such operand.
struct RowSum {
  std::uint64_t address = 0;
  std::uint32_t stride_bytes = 0;
  std::uint32_t columns = 0;
};

/// VCADD, VCMAX, VCMIN: one result per repeat; VCGADD, VCGMAX, VCGMIN: one per block; VCPADD: one
/// per pair of neighbours.
struct ReduceInstruction {
  Opcode opcode = Opcode::VCADD;
  DType dtype = DType::FLOAT32;
  std::uint32_t repeats = 1;
  std::uint64_t dst = 0;         ///< UB address
  std::uint16_t dst_repeat = 1;  ///< in the unit of the form (one result, pair, 8 results, ...)
  VectorOperand src;
  ReduceOrder order = ReduceOrder::OnlyValue;  ///< VCMAX, VCMIN
  bool accumulate = false;                     ///< VCADD: also sums over repeats into ACC_VAL
  std::optional<RowSum> row_sum;
  VectorMask mask;            ///< captured at issue
  std::uint64_t control = 0;  ///< CTRL, captured at issue
};

}  // namespace npusim::isa
