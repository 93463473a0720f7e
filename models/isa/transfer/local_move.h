// SPDX-License-Identifier: Apache-2.0
// Footprint of moves between local memories (their execution is execute_move in execute.h).
#pragma once

#include <vector>

#include "models/isa/execute.h"

namespace npusim::isa {

/// Throws NotModelled for layouts and types that the hardware does not move.
void move_footprint(const Instruction& instruction, std::vector<Footprint>& out);

}  // namespace npusim::isa
