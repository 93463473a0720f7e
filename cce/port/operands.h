// SPDX-License-Identifier: Apache-2.0
// Operands of any hardware instruction: one struct a family, and who executes it.
#pragma once

#include <type_traits>
#include <variant>

#include "cce/port/compare_instruction.h"
#include "cce/port/convert_instruction.h"
#include "cce/port/gather_instruction.h"
#include "cce/port/gm_transfer.h"
#include "cce/port/lane_instruction.h"
#include "cce/port/local_load.h"
#include "cce/port/product_instruction.h"
#include "cce/port/reduce_instruction.h"
#include "cce/port/scalar_access.h"
#include "cce/port/transpose_instruction.h"

namespace npusim::isa {

template <typename... Families>
struct FamilyList {
  template <typename Family>
  static constexpr bool kHas = (std::is_same_v<Family, Families> || ...);
};

/// Run repeat by repeat on pipe V (models/isa/vector/vector_family.h).
using VectorFamilies =
    FamilyList<LaneInstruction, ConvertInstruction, ReduceInstruction, CompareInstruction,
               CompareMaskMove, SelectInstruction, GatherInstruction, CompactInstruction,
               TransposeInstruction, BroadcastInstruction, BlockCopy, SortInstruction,
               MergeInstruction, SquareTranspose, AddressRegisterLoad>;
/// Between GM and a local memory, row by row (models/isa/execute_families.h).
using TransferFamilies = FamilyList<GmCopy, NdToNz, GmFractalLoad, FixPipeStore>;
/// From local memories into one of them, as a whole (models/isa/execute_families.h).
using LocalFamilies = FamilyList<FractalLoad, SquareLoad, Img2Col, SparseLoad, LocalBurstCopy,
                                 MatrixFill, ProductInstruction, FixPipeMove>;
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

template <typename... Lists>
using VariantOf = typename detail::Join<Lists...>::Variant;

using Operands = VariantOf<VectorFamilies, TransferFamilies, LocalFamilies, ScalarFamilies>;

}  // namespace npusim::isa
