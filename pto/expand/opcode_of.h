// SPDX-License-Identifier: Apache-2.0
// The hardware instruction that does a tile instruction's arithmetic.
#pragma once

#include "pto/expand/expand.h"

namespace npusim::library {

/// For lane arithmetic, its broadcast forms and row reductions' folding steps.
Opcode opcode_of(TileOp op);

}  // namespace npusim::library
