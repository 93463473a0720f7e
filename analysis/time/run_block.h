// SPDX-License-Identifier: Apache-2.0
// When the cores had blocks.
#pragma once

#include <map>
#include <vector>

#include "models/arch/event.h"

namespace npusim::analysis {

/// A block's share on one core.
struct RunBlock {
  static constexpr Cycle kRunning = ~Cycle{0};

  Cycle begin = 0;
  Cycle end = 0;  ///< kRunning: it has not ended
  TaskIndex task = kNoTask;
  CoreId core = 0;
};

/// In order of time.
using BlocksByCore = std::map<CoreId, std::vector<RunBlock>>;

}  // namespace npusim::analysis
