// SPDX-License-Identifier: Apache-2.0
// Sizes of the prefill, and where the rows of a position are. One request brings kSteps new tokens;
// whichever its first position, kWindows windows end among them. The state is a ring: its block
// table names the same few pages again and again, so that only the last kRing positions live in it.
#pragma once

#include "../shared/kernels/ratio4.h"

namespace ratio4 {

constexpr int32_t kSteps = 128;
constexpr int32_t kWindows = kSteps / kRatio;
constexpr int32_t kRing = 16;  // positions that the state holds
constexpr int32_t kWindowTile = 16;

/// The first position of window `index` of those that end in this step.
static __aicore__ inline int32_t window_start(int32_t start, int32_t index) {
  return start - start % kRatio + index * kRatio;
}

}  // namespace ratio4
