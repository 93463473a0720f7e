// SPDX-License-Identifier: Apache-2.0
// pipe_sync(): the scalar unit waits until the core's stores are done. Kernels call it last, so
// that the next task finds what this one stored. Include after pto/pto-inst.hpp.
#pragma once

#include "pto/isa/core_functions.hpp"

#if defined(__DAV_CUBE__)
#define NPUSIM_STORE_PIPE PIPE_FIX
#elif defined(__DAV_VEC__)
#define NPUSIM_STORE_PIPE PIPE_MTE3
#else
#error "pipe_sync.h: define __DAV_VEC__ or __DAV_CUBE__, the kind of core the kernel is for"
#endif

NPUSIM_LIBRARY_CALL inline void pipe_sync() {
  npusim_set_flag(pto::detail::number(NPUSIM_STORE_PIPE), pto::detail::number(PIPE_S), EVENT_ID7,
                  NPUSIM_SITE, 0);
  npusim_wait_flag(pto::detail::number(NPUSIM_STORE_PIPE), pto::detail::number(PIPE_S), EVENT_ID7,
                   NPUSIM_SITE, 0);
}
#undef NPUSIM_STORE_PIPE
