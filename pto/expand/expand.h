// SPDX-License-Identifier: Apache-2.0
// The bundled tile library: what hardware instructions, barriers, flags and scalar accesses a tile
// instruction is on a2a3, in order (tile-isa.md sections 3.2 to 3.6, 6.1).
#pragma once

#include "cce/port/issuer.h"
#include "pto/tile_call.h"

namespace npusim::library {

using namespace isa;

/// Issues them to `front_end`. Requires tiles as the templates in pto/ fill them in.
void expand(const TileCall& call, Issuer& front_end);

}  // namespace npusim::library
