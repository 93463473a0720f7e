// SPDX-License-Identifier: Apache-2.0
// The rest of the tile ISA (unmodelled.def), and built-in functions that are not modelled.
#pragma once

#include "pto/comm/pto_comm_inst.hpp"
#include "pto/isa/unmodelled_functions.hpp"

namespace pto {

struct TRandomKey {};
struct TRandomCounter {};

#define NPUSIM_UNMODELLED(NAME) NPUSIM_UNMODELLED_AS(RecordEvent, NAME, #NAME NPUSIM_REMEDY)
#define NPUSIM_UNMODELLED_ABSENT(NAME) NPUSIM_UNMODELLED_FUNCTION(RecordEvent, NAME)
#include "pto/isa/unmodelled.def"
#undef NPUSIM_UNMODELLED
#undef NPUSIM_UNMODELLED_ABSENT

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
#undef NPUSIM_UNMODELLED_BUILTIN
