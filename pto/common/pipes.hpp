// SPDX-License-Identifier: Apache-2.0
// Pipes, event ids and the kinds of cache maintenance, as the compiler for the NPU predefines them.
#pragma once

// Generated communication kernels map PIPE_FIX to PIPE_M where a vector core has no PIPE_FIX.
#undef PIPE_FIX

#include "cce/enumerations.h"

inline constexpr int EVENT_ID_MAX = 8;

namespace pto::detail {
/// The model's number of a pipe.
constexpr int number(pipe_t pipe) { return npusim::device::pipe_number(pipe); }
}  // namespace pto::detail
