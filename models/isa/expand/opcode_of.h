// SPDX-License-Identifier: Apache-2.0
// The hardware instruction that does a tile instruction's arithmetic.
#pragma once

#include "cce/port/opcode.h"
#include "pto/port/port.h"

namespace npusim::isa {

/// For lane arithmetic, its broadcast forms and row reductions' folding steps.
Opcode opcode_of(port::TileOp op);

}  // namespace npusim::isa
