// SPDX-License-Identifier: Apache-2.0
// Where the columns of one access stand in a row of /findings.
#pragma once

#include "traces/format/schema.h"

namespace npusim::traces::finding_columns {

/// From the access's task on, in the order of schema.def.
inline constexpr unsigned kTask = 0, kBlock = 1, kCore = 2, kPipe = 3, kOp = 4, kSource = 5,
                          kRange = 6, kIsWrite = 7, kCycle = 8, kInstruction = 9, kAccessRow = 10;
static_assert(findings::second_task - findings::first_task == kAccessRow + 1);

}  // namespace npusim::traces::finding_columns
