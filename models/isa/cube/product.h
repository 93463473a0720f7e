// SPDX-License-Identifier: Apache-2.0
// Matrix products of tiles (cce/port/tile_operands.h).
#pragma once

#include "models/isa/footprint.h"
#include "models/isa/local_memories.h"

namespace npusim::isa {

void execute(const MatrixProduct& product, const LocalMemories& memories,
             const ExecuteOptions& options, WriteSet& out);

}  // namespace npusim::isa
