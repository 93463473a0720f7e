// SPDX-License-Identifier: Apache-2.0
// Transfers of tiles between GM and local memories (cce/port/tile_operands.h).
#pragma once

#include "models/isa/execute_families.h"
#include "models/isa/footprint.h"

namespace npusim::isa {

GmRows gm_rows(const Transfer& transfer);
MemSpace local_space(const Transfer& transfer);
AtomicMode gm_mode(const Transfer& transfer);
void land(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
          const std::uint8_t* rows, Bytes local);
ByteRange landing_range(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all);
void gather(const Transfer& transfer, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows);

}  // namespace npusim::isa
