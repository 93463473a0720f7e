// SPDX-License-Identifier: Apache-2.0
// Starting a sync_start task that needs cores of several threads (task-runtime.md section 4.7). The
// state has no generation, as on the base runtime: threads that are slow to leave one attempt can
// take the next one's words for it.
#pragma once

#include "models/scheduler/block_dispatcher.h"

namespace npusim {

/// One scheduler thread's part in a drain that is on; returns when the thread may go on.
void take_part_in_drain(unsigned thread, RuntimeState& state, AicpuThread& clock,
                        BlockDispatcher& dispatcher);

}  // namespace npusim
