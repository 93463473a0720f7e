// SPDX-License-Identifier: Apache-2.0
// What an instruction has to do at least, whatever else goes on: the work that rooflines are made
// of. Its rates are those of the cost table (cost.h), and of the knobs for what all cores share.
#pragma once

#include <cstdint>
#include <span>

#include "models/arch/event.h"
#include "models/isa/execute.h"

namespace npusim::timing {

/// What it does on its own core; nothing (amount 0) if it touches no memory. Agent and cycle are
/// the caller's.
WorkEvent core_work(const isa::Instruction& instruction, std::span<const isa::Footprint> footprint,
                    const Knobs& knobs);

/// Bytes that pass L2 or HBM for it.
WorkEvent shared_work(const isa::Instruction& instruction, WorkPath path, std::uint64_t bytes,
                      const Knobs& knobs);

}  // namespace npusim::timing
