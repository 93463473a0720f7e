// SPDX-License-Identifier: Apache-2.0
// Pipes, event ids and the kinds of cache maintenance, as the compiler for the NPU predefines them.
// The numbers are the ones of npusim::Pipe (models/arch/pipe.h).
#pragma once

#include <cstdint>

// Generated communication kernels map PIPE_FIX to PIPE_M where a vector core has no PIPE_FIX.
#undef PIPE_FIX

enum pipe_t {
  PIPE_S = 0,
  PIPE_V = 1,
  PIPE_MTE1 = 2,
  PIPE_MTE2 = 3,
  PIPE_MTE3 = 4,
  PIPE_M = 5,
  PIPE_ALL = 6,
  PIPE_FIX = 7
};

enum event_t {
  EVENT_ID0 = 0,
  EVENT_ID1,
  EVENT_ID2,
  EVENT_ID3,
  EVENT_ID4,
  EVENT_ID5,
  EVENT_ID6,
  EVENT_ID7
};
inline constexpr int EVENT_ID_MAX = 8;

/// What dcci covers, and whether it writes changed lines out. Named both cache_line_t::X and X.
enum cache_line_t { SINGLE_CACHE_LINE = 0, ENTIRE_DATA_CACHE = 1 };
enum dcci_dst_t { CACHELINE_ALL = 0, CACHELINE_UB = 1, CACHELINE_OUT = 2, CACHELINE_ATOMIC = 3 };
enum mem_dsb_t { DSB_ALL = 0, DSB_DDR = 1, DSB_UB = 2, DSB_SEQ = 3 };
