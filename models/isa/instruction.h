// SPDX-License-Identifier: Apache-2.0
// One hardware instruction, complete: what the front end puts into a pipe's queue. Its operands are
// those of one family; whatever can be asked of an instruction is an overload for each family.
#pragma once

#include <cstdint>
#include <type_traits>
#include <variant>

#include "cce/port/compare.h"
#include "cce/port/convert.h"
#include "cce/port/gather.h"
#include "cce/port/gm_transfer.h"
#include "cce/port/lane.h"
#include "cce/port/local_load.h"
#include "cce/port/opcode.h"
#include "cce/port/product.h"
#include "cce/port/reduce.h"
#include "cce/port/scalar.h"
#include "cce/port/transpose.h"
#include "models/arch/check.h"
#include "models/arch/dtype.h"
#include "models/arch/event.h"
#include "models/arch/mem_space.h"
#include "models/isa/tile_operands.h"

namespace npusim::isa {

template <typename... Families>
struct FamilyList {
  template <typename Family>
  static constexpr bool kHas = (std::is_same_v<Family, Families> || ...);
};

/// Run repeat by repeat on pipe V: footprint, execute_repeat (vector/vector_family.h).
using VectorFamilies =
    FamilyList<LaneInstruction, ConvertInstruction, ReduceInstruction, CompareInstruction,
               CompareMaskMove, SelectInstruction, GatherInstruction, CompactInstruction,
               TransposeInstruction, BroadcastInstruction, BlockCopy>;
/// Between GM and a local memory, row by row: footprint, rows_in_gm, land_load or gather_store.
using TransferFamilies = FamilyList<Transfer, GmCopy, NdToNz, GmFractalLoad, FixPipeStore>;
/// From local memories into one of them, as a whole: footprint, execute_local.
using LocalFamilies =
    FamilyList<LocalMove, MatrixProduct, FractalLoad, SquareLoad, Img2Col, SparseLoad,
               LocalBurstCopy, MatrixFill, ProductInstruction, FixPipeMove>;
/// By the scalar unit itself.
using ScalarFamilies = FamilyList<ScalarAccess>;

namespace detail {
template <typename... Lists>
struct Join;
template <typename... Families>
struct Join<FamilyList<Families...>> {
  using Variant = std::variant<Families...>;
};
template <typename... A, typename... B, typename... Rest>
struct Join<FamilyList<A...>, FamilyList<B...>, Rest...> : Join<FamilyList<A..., B...>, Rest...> {};
}  // namespace detail

using Operands =
    typename detail::Join<VectorFamilies, TransferFamilies, LocalFamilies, ScalarFamilies>::Variant;

struct Instruction {
  Operands operands;
  // Identity, filled by the front end.
  InstructionId id = 0;
  port::TileOp tile_op = port::TileOp::None;
  Site site = nullptr;
  BlockRef block;
  Cycle issue_cycle = 0;

  Opcode opcode() const {
    return std::visit([](const auto& family) { return family.opcode; }, operands);
  }
};

/// Calls `function` with the operands, which are of one of `List`'s families.
template <typename List, typename Function>
decltype(auto) visit_families(const Instruction& instruction, Function function) {
  using Result = std::invoke_result_t<
      Function, const std::variant_alternative_t<0, typename detail::Join<List>::Variant>&>;
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
