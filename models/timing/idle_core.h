// SPDX-License-Identifier: Apache-2.0
// A core that runs one tile instruction and nothing else: its cycles by arithmetic on the same
// expansion and costs as the simulated core, without SystemC. For comparisons with published
// figures.
#pragma once

#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "pto/port/port.h"

namespace npusim::timing {

/// Cycles from the issue of the first hardware instruction of `call` on an idle core until the last
/// byte is written: without jitter, alone on the chip. What a store still needs to land in GM
/// (gm.store_latency) is not counted, and scalar loads give 0.
Cycle cycles_alone(const port::TileCall& call, const Knobs& knobs);

}  // namespace npusim::timing
