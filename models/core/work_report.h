// SPDX-License-Identifier: Apache-2.0
// Tells who asks (kWorkEvents) what work instructions do.
#pragma once

#include <span>

#include "models/core/core_environment.h"

namespace npusim {

/// When `agent` starts it. Returns the cycles that conflicts of banks add to it; 0 if nobody asks.
Cycle report_core_work(const CoreEnvironment& environment, AgentId agent,
                       const isa::Instruction& instruction,
                       std::span<const isa::Footprint> footprint);
/// When a request of it was served.
void report_shared_work(const CoreEnvironment& environment, AgentId agent,
                        const isa::Instruction& instruction, const Served& served);

}  // namespace npusim
