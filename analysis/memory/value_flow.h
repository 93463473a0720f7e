// SPDX-License-Identifier: Apache-2.0
// How the values that an instruction reads come to be in what it writes: what following undefined
// bytes needs to know.
#pragma once

#include <cstdint>

namespace npusim::analysis {

enum class ValueFlow : std::uint8_t {
  Copy,         ///< byte by byte, nothing computed
  ByPosition,   ///< element by element, in proportion where sizes differ
  LanesToBits,  ///< a comparison: one bit of the result for each lane
  BoxesToRows,  ///< lines of an accumulator's boxes into rows: box_rows.h
  Anywhere,     ///< any element of the result may come from any operand: sorts, transpositions
  ToAddress,    ///< a gather: an operand holds offsets, another what they lead to
  ToScalar      ///< into a register of the scalar unit or the AICPU
};

/// `opcode` is an isa::Opcode.
ValueFlow value_flow(std::uint16_t opcode);

/// Whether it moves between GM and a local memory.
bool is_gm_transfer(std::uint16_t opcode);

/// Whether it reads 32-byte blocks, with whatever else stands in them.
bool reads_whole_blocks(std::uint16_t opcode);

}  // namespace npusim::analysis
