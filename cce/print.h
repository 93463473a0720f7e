// SPDX-License-Identifier: Apache-2.0
// Kernels' own output: what they print goes to npusim's standard error with task, block, core and
// cycle. Calls of printf itself come to the same place (sim/build).
#pragma once

#include <cstdio>

#include "cce/crossing.h"
#include "cce/port/scalar_port.h"

namespace npusim::device {

/// A two-byte float goes through `...` as a float does.
template <typename T>
constexpr auto printable(T value) {
  if constexpr (std::is_same_v<T, half> || std::is_same_v<T, bfloat16_t>) {
    return static_cast<double>(static_cast<float>(value));
  } else {
    return value;
  }
}

}  // namespace npusim::device

namespace cce {

template <typename... T>
NPUSIM_INTRINSIC int printf(const char* format, T... values) {
  return npusim_printf(format, npusim::device::printable(values)...);
}

}  // namespace cce

namespace bisheng::cce {
/// Marks for a profiler.
template <typename... T>
NPUSIM_INTRINSIC void metrics_prof_start(T...) {}
template <typename... T>
NPUSIM_INTRINSIC void metrics_prof_stop(T...) {}
}  // namespace bisheng::cce
