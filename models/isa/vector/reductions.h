// SPDX-License-Identifier: Apache-2.0
// The forms of reductions: how many lanes make a result, and where results go (intrinsics.md
// 2.3.7).
#pragma once

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {

/// Lanes that make one result: a repeat, a block or a pair.
inline unsigned lanes_per_group(const ReduceInstruction& instruction) {
  const unsigned size = size_bytes(instruction.dtype);
  switch (instruction.opcode) {
    case Opcode::VCGADD:
    case Opcode::VCGMAX:
    case Opcode::VCGMIN:
      return kBlockBytes / size;
    case Opcode::VCPADD:
      return 2;
    default:
      return kRepeatBytes / size;
  }
}

/// Bytes of one result.
inline unsigned reduction_result_bytes(const ReduceInstruction& instruction) {
  const unsigned size = size_bytes(instruction.dtype);
  if (instruction.opcode != Opcode::VCMAX && instruction.opcode != Opcode::VCMIN) return size;
  switch (instruction.order) {
    case ReduceOrder::OnlyValue:
      return size;
    case ReduceOrder::OnlyIndex:
      return sizeof(std::uint32_t);
    case ReduceOrder::ValueIndex:
    case ReduceOrder::IndexValue:
      return 2 * size;
  }
  return size;
}

/// Unit of the destination's repeat stride: all results of a repeat.
inline unsigned reduction_unit_bytes(const ReduceInstruction& instruction) {
  const unsigned lanes = kRepeatBytes / size_bytes(instruction.dtype);
  return lanes / lanes_per_group(instruction) * reduction_result_bytes(instruction);
}

/// Calls visit(index) for each group of `lanes` lanes that has an active one, ascending.
template <typename Visit>
void for_each_group(const ActiveLanes& active, unsigned lanes, Visit visit) {
  unsigned next = 0;
  for (const ActiveLanes::Run run : active) {
    const unsigned first = std::max(next, run.begin / lanes);
    next = (run.end + lanes - 1) / lanes;
    for (unsigned index = first; index < next; ++index) visit(index);
  }
}

}  // namespace npusim::isa
