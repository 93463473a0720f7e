// SPDX-License-Identifier: Apache-2.0
// Intrinsics that stop the run by their name (exit status 68).
#pragma once

#include "cce/crossing.h"

#define NPUSIM_UNMODELLED(Result, name)        \
  template <typename... Arguments>             \
  NPUSIM_INTRINSIC Result name(Arguments...) { \
    npusim::device::not_modelled(#name);       \
  }
#include "cce/unmodelled.def"
#undef NPUSIM_UNMODELLED
