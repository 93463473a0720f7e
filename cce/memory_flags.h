// SPDX-License-Identifier: Apache-2.0
// Flags that name a memory, which no known kernel uses. The names of the memories are words that
// kernels like for their own tiles: only kernels that bring a library of their own get them.
#pragma once

#include "cce/sync.h"

enum mem_t { L1, L0A, L0B, L0C, UB, BT };

/// The same as set_flag and wait_flag, as far as anybody calls them.
template <typename Event>
NPUSIM_INTRINSIC void hset_flag(pipe_t source, pipe_t target, Event event, mem_t, bool) {
  npusim::device::set_event(source, target, static_cast<int>(event));
}
template <typename Event>
NPUSIM_INTRINSIC void hwait_flag(pipe_t source, pipe_t target, Event event, mem_t, bool) {
  npusim::device::wait_event(source, target, static_cast<int>(event));
}
