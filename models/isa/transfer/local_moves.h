// SPDX-License-Identifier: Apache-2.0
// Moves between local memories, and fills, by family: what they touch and what they write
// (intrinsics.md 2.5). COPY_L0C_TO_L1 is here; COPY_L0C_TO_GM in gm_transfers.h.
#pragma once

#include <vector>

#include "cce/port/local_load.h"
#include "cce/port/product_instruction.h"
#include "models/isa/execute.h"
#include "models/isa/local_memories.h"

namespace npusim::isa {

/// Bytes of indices that LOAD_L1_TO_L0B_SPARSE keeps beside L0B: a quarter of it. Those of the
/// weights at address a are at kSparseIndices + a/4 of what L0B's memory holds; no instruction can
/// name them otherwise.
inline constexpr std::uint64_t kSparseIndices = capacity_bytes(MemSpace::L0B);
inline constexpr std::uint64_t kSparseIndexBytes = kSparseIndices / 4;

/// Every access. Throws NotModelled for forms that are not.
void footprint(const FractalLoad& load, std::vector<Footprint>& out);
void footprint(const SquareLoad& load, std::vector<Footprint>& out);
void footprint(const Img2Col& load, std::vector<Footprint>& out);
void footprint(const SparseLoad& load, std::vector<Footprint>& out);
void footprint(const LocalBurstCopy& copy, std::vector<Footprint>& out);
void footprint(const MatrixFill& fill, std::vector<Footprint>& out);

/// What the instruction writes, all into one memory, given what it reads.
void execute(const FractalLoad& load, const LocalMemories& memories, const ExecuteOptions& options,
             WriteSet& out);
void execute(const SquareLoad& load, const LocalMemories& memories, const ExecuteOptions& options,
             WriteSet& out);
void execute(const Img2Col& load, const LocalMemories& memories, const ExecuteOptions& options,
             WriteSet& out);
void execute(const SparseLoad& load, const LocalMemories& memories, const ExecuteOptions& options,
             WriteSet& out);
void execute(const LocalBurstCopy& copy, const LocalMemories& memories,
             const ExecuteOptions& options, WriteSet& out);
void execute(const MatrixFill& fill, const LocalMemories& memories, const ExecuteOptions& options,
             WriteSet& out);
void execute(const FixPipeStore& store, const LocalMemories& memories,
             const ExecuteOptions& options, WriteSet& out);

}  // namespace npusim::isa
