// SPDX-License-Identifier: Apache-2.0
// The names below the public ones, which kernels call as well: TADD_IMPL(dst, a, b) for
// TADD(dst, a, b).
#pragma once

#include <utility>

namespace pto {

#define NPUSIM_TILE_OP(NAME)                         \
  template <typename... Operands>                    \
  PTO_INTERNAL void NAME##_IMPL(Operands&&... all) { \
    NAME(std::forward<Operands>(all)...);            \
  }
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP

}  // namespace pto
