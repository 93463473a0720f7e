// SPDX-License-Identifier: Apache-2.0
// Gather, compaction, sort (intrinsics.md 2.3.8).
#pragma once

#include <array>
#include <cstdint>

#include "cce/port/opcode.h"
#include "cce/port/vector_operand.h"
#include "models/arch/dtype.h"

namespace npusim::isa {

/// VGATHER: a lane per 32-bit byte offset; VGATHERB: a block per offset, eight a repeat.
struct GatherInstruction {
  Opcode opcode = Opcode::VGATHER;
  DType dtype = DType::UINT32;
  std::uint32_t repeats = 1;
  VectorOperand dst;
  std::uint64_t offsets = 0;  ///< UB address of the offsets, dense
  std::uint64_t base = 0;     ///< UB address that offsets are relative to
  std::uint64_t extent =
      0;            ///< bytes of the gathered operand if the library knows it, else 0: to UB's end
  VectorMask mask;  ///< captured at issue
};

/// VREDUCEV2 (pattern 1..7, or 0: bits from src1) and VREDUCE (bits from src1). Appends the kept
/// elements of all repeats at dst. Norm mode: 256 bytes a repeat; count mode: mask.low elements a
/// repeat.
struct CompactInstruction {
  Opcode opcode = Opcode::VREDUCEV2;
  DType dtype = DType::UINT32;
  std::uint32_t repeats = 1;
  std::uint64_t dst = 0;
  VectorOperand src0;
  std::uint64_t src1 = 0;         ///< packed bits, pattern 0
  std::uint16_t src1_repeat = 0;  ///< in blocks
  std::uint8_t pattern = 0;
  VectorMask mask;  ///< captured at issue
};

/// VBITSORT: 32 (value, index) pairs a repeat, descending and stable.
struct SortInstruction {
  Opcode opcode = Opcode::VBITSORT;
  DType dtype = DType::FLOAT32;
  std::uint32_t repeats = 1;
  std::uint64_t dst = 0, values = 0, indices = 0;
};

/// VMRGSORT4: merges descending lists of 8-byte pairs.
struct MergeInstruction {
  Opcode opcode = Opcode::VMRGSORT4;
  DType dtype = DType::FLOAT32;
  std::uint32_t repeats =
      1;  ///< > 1: four equal lists laid out contiguously, advancing by all four
  std::uint64_t dst = 0;
  std::array<std::uint64_t, 4> lists{};
  std::array<std::uint16_t, 4> lengths{};  ///< pairs
  std::uint8_t valid_lists = 15;           ///< 3, 7 or 15
  bool stop_at_exhaustion = false;
};

}  // namespace npusim::isa
