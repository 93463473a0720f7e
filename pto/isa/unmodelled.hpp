// SPDX-License-Identifier: Apache-2.0
// The rest of the tile ISA (unmodelled.def), and built-in functions that are not modelled.
#pragma once

#include "pto/isa/unmodelled_functions.hpp"

namespace pto {

/// A ring of tiles between the cores of a cluster. Only the type exists.
template <std::uint8_t FlagID, std::uint8_t DirType, std::uint32_t SlotSize, std::uint32_t SlotNum,
          std::uint32_t LocalSlotNum = 2, bool IsNoSplit = false, bool UnitFlag = false>
struct TPipe {
  template <typename... Arguments>
  PTO_INTERNAL explicit TPipe(Arguments&&...) {}
};

struct TRandomKey {};
struct TRandomCounter {};
class PrefetchAsyncContext {};

#define NPUSIM_UNMODELLED(NAME) NPUSIM_UNMODELLED_FUNCTION(RecordEvent, NAME)
#include "pto/isa/unmodelled.def"
#undef NPUSIM_UNMODELLED

}  // namespace pto

// Built-in functions of the compiler that only hand-written kernels use.
#define NPUSIM_UNMODELLED_BUILTIN(NAME)                    \
  template <typename... Arguments>                         \
  NPUSIM_LIBRARY_CALL std::uint64_t NAME(Arguments&&...) { \
    npusim_not_modelled(#NAME, NPUSIM_SITE);               \
  }
NPUSIM_UNMODELLED_BUILTIN(get_buf)
NPUSIM_UNMODELLED_BUILTIN(rls_buf)
NPUSIM_UNMODELLED_BUILTIN(set_intra_block)
NPUSIM_UNMODELLED_BUILTIN(wait_intra_block)
NPUSIM_UNMODELLED_BUILTIN(ld_dev)
NPUSIM_UNMODELLED_BUILTIN(st_dev)
NPUSIM_UNMODELLED_BUILTIN(st_atomic)
NPUSIM_UNMODELLED_BUILTIN(set_st_atomic_cfg)
NPUSIM_UNMODELLED_BUILTIN(set_atomic_max)
NPUSIM_UNMODELLED_BUILTIN(set_atomic_min)
#undef NPUSIM_UNMODELLED_BUILTIN
