// SPDX-License-Identifier: Apache-2.0
// Transfers between GM and local memories, by family: what they touch, and what they do, row by row
// (intrinsics.md 2.4, 2.5). A row is what lies contiguously in GM: a burst, a row of a matrix, a
// fractal, a column of boxes. The DMA moves rows in order; models/core decides when.
#pragma once

#include <cstdint>
#include <vector>

#include "cce/port/gm_transfer.h"
#include "cce/port/product_instruction.h"
#include "models/arch/byte_range.h"
#include "models/isa/execute_families.h"

namespace npusim::isa {

/// The rows in GM, in order. None if nothing moves.
GmRows gm_rows(const GmCopy& copy);
GmRows gm_rows(const NdToNz& load);
GmRows gm_rows(const GmFractalLoad& load);
GmRows gm_rows(const FixPipeStore& store);  ///< of COPY_L0C_TO_GM

/// Every access. Throws NotModelled for forms that are not.
void footprint(const GmCopy& copy, std::vector<Footprint>& out);
void footprint(const NdToNz& load, std::vector<Footprint>& out);
void footprint(const GmFractalLoad& load, std::vector<Footprint>& out);
void footprint(const FixPipeStore& store, std::vector<Footprint>& out);

/// Rows [first, first + count) of a load come to lie in `local`; `rows` are their bytes, one after
/// the other.
void land(const GmCopy& copy, std::uint32_t first, std::uint32_t count, const std::uint8_t* rows,
          Bytes local);
void land(const NdToNz& load, std::uint32_t first, std::uint32_t count, const std::uint8_t* rows,
          Bytes local);
void land(const GmFractalLoad& load, std::uint32_t first, std::uint32_t count,
          const std::uint8_t* rows, Bytes local);

/// The part of `all`, the bytes that the whole load writes, that rows [first, first + count) may
/// write.
ByteRange landing_range(const GmCopy& copy, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all);
ByteRange landing_range(const NdToNz& load, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all);
ByteRange landing_range(const GmFractalLoad& load, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all);
ByteRange landing_range(const FixPipeStore& store, std::uint32_t first, std::uint32_t count,
                        const ByteRange& all);

/// Rows [first, first + count) of a store, one after the other, into `rows`.
void gather(const GmCopy& copy, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows);
void gather(const FixPipeStore& store, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows);

// What is asked of no instruction: a store lands nothing, a load gathers nothing.
void land(const FixPipeStore& store, std::uint32_t first, std::uint32_t count,
          const std::uint8_t* rows, Bytes local);
void gather(const NdToNz& load, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows);
void gather(const GmFractalLoad& load, std::uint32_t first, std::uint32_t count,
            const LocalMemories& memories, std::uint8_t* rows);

/// How a store combines with GM.
AtomicMode gm_mode(const GmCopy& copy);
AtomicMode gm_mode(const NdToNz& load);
AtomicMode gm_mode(const GmFractalLoad& load);
AtomicMode gm_mode(const FixPipeStore& store);

/// The local memory that a transfer loads or stores.
MemSpace local_space(const GmCopy& copy);
MemSpace local_space(const NdToNz& load);
MemSpace local_space(const GmFractalLoad& load);
MemSpace local_space(const FixPipeStore& store);

}  // namespace npusim::isa
