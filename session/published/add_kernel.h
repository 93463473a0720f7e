// SPDX-License-Identifier: Apache-2.0
// A kernel with published times as its pipes see it: z = x + y of 8192 x 8192 halves, as the
// vendor's example adds them (intrinsics.md 6.4, add_high_performance).
#pragma once

#include <cstdint>

#include "models/arch/knobs.h"

namespace npusim::timing {

struct AddKernel {
  std::uint32_t cores = 48;
  std::uint64_t tile_bytes = 32768;  ///< of each of x, y and z
  std::uint32_t sets = 1;            ///< of buffers
  bool inputs_bypass_l2 = false;
  bool apart = false;  ///< tiles are a repeat shorter, so that no bank of UB is asked for twice
};
/// Cycles from the first load until the last store has landed.
double cycles_of(const AddKernel& kernel, const Knobs& knobs);

}  // namespace npusim::timing
