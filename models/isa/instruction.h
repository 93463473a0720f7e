// SPDX-License-Identifier: Apache-2.0
// One hardware instruction, complete: what the front end puts into a pipe's queue. Its operands are
// those of one family; whatever can be asked of an instruction is an overload for each family.
#pragma once

#include <cstdint>
#include <type_traits>
#include <variant>

#include "cce/port/operands.h"
#include "cce/port/port.h"
#include "models/arch/check.h"
#include "models/arch/dtype.h"
#include "models/arch/event.h"
#include "models/arch/mem_space.h"

namespace npusim::isa {

struct Instruction {
  Operands operands;
  // Identity, filled by the front end.
  InstructionId id = 0;
  port::LibraryCall library_call = 0;
  Site site = nullptr;
  BlockRef block;
  Cycle issue_cycle = 0;
  bool after_mask_write = false;  ///< pipe V: the mask was written since the last instruction
  /// Instructions of pipe V that the code had waited for (models/timing/vector_results.h).
  std::uint64_t vector_count = 0;

  Opcode opcode() const {
    return std::visit([](const auto& family) { return family.opcode; }, operands);
  }
};

/// Calls `function` with the operands, which are of one of `List`'s families.
template <typename List, typename Function>
decltype(auto) visit_families(const Instruction& instruction, Function function) {
  using Result =
      std::invoke_result_t<Function, const std::variant_alternative_t<0, VariantOf<List>>&>;
  return std::visit(
      [&](const auto& family) -> Result {
        if constexpr (List::template kHas<std::decay_t<decltype(family)>>) {
          return function(family);
        } else {
          throw InternalError("an instruction of another executor");
        }
      },
      instruction.operands);
}

/// What reports say of an instruction: the type of its result, and how often it repeats.
DType dtype_of(const Instruction& instruction);
std::uint32_t repeats_of(const Instruction& instruction);

/// Repeats a count-mode instruction needs for `elements` of `dtype`.
constexpr std::uint32_t repeats_for(std::uint64_t elements, DType dtype) {
  const std::uint64_t lanes = kRepeatBytes / size_bytes(dtype);
  return static_cast<std::uint32_t>((elements + lanes - 1) / lanes);
}

}  // namespace npusim::isa
