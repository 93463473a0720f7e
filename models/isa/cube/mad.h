// SPDX-License-Identifier: Apache-2.0
// Matrix products: MAD, MAD_S4, MAD_SPARSE (intrinsics.md 2.5).
#pragma once

#include <cstdint>
#include <vector>

#include "cce/port/product_instruction.h"
#include "models/isa/execute.h"
#include "models/isa/local_memories.h"

namespace npusim::isa {

/// Every access. Throws NotModelled for types that the cube does not multiply.
void footprint(const ProductInstruction& product, std::vector<Footprint>& out);

/// What it writes into L0C. Per element, of floats:
///   reference  a chain of fused multiply-adds from +0, k ascending; then one addition of the start
///   hardware   the same chain from the start
/// Integers are exact modulo 2^32 in any order.
void execute(const ProductInstruction& product, const LocalMemories& memories,
             const ExecuteOptions& options, WriteSet& out);

}  // namespace npusim::isa
