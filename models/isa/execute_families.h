// SPDX-License-Identifier: Apache-2.0
// What moves between memories, for any instruction of its kind: the way from models/core to the
// overloads of the families (transfer/, cube/).
#pragma once

#include <cstdint>
#include <vector>

#include "cce/port/atomic_mode.h"
#include "models/arch/byte_range.h"
#include "models/arch/span.h"
#include "models/isa/execute.h"
#include "models/isa/local_memories.h"

namespace npusim::isa {

/// Of LocalFamilies: fills `out` for the one memory that it writes.
void execute_local(const Instruction& instruction, const LocalMemories& memories,
                   const ExecuteOptions& options, WriteSet& out);

// Of TransferFamilies. A row is what lies contiguously in GM; the DMA moves rows in order.

/// The rows in GM: every run of every span is a row, in order. None if nothing moves.
using GmRows = std::vector<Span>;
GmRows gm_rows(const Instruction& instruction);
/// The local memory that it loads or stores.
MemSpace local_space(const Instruction& instruction);
/// How its stores combine with GM, and the type of an element there.
AtomicMode gm_mode(const Instruction& instruction);

/// Rows [first, first + count) of a load, whose bytes `rows` holds, come to lie in `local`.
void land(const Instruction& instruction, std::uint32_t first, std::uint32_t count,
          const std::uint8_t* rows, Bytes local);
/// What they may write of `all`, the bytes that the whole load writes.
ByteRange landing_range(const Instruction& instruction, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all);
/// Rows [first, first + count) of a store, one after the other, into `rows`.
void gather(const Instruction& instruction, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, const ExecuteOptions& options, std::uint8_t* rows);

}  // namespace npusim::isa
