// SPDX-License-Identifier: Apache-2.0
// The accumulator of a matrix product between L0C's boxes and row-major panels.
#pragma once

#include <cstdint>

#include "cce/port/product_instruction.h"
#include "models/isa/cube/mad_shape.h"
#include "models/isa/local_memories.h"

namespace npusim::isa {

/// What the product starts from, from L0C or BT; not for ProductStart::Zero. Value is float or
/// std::uint32_t.
template <typename Value>
void read_start(const ProductInstruction& product, const MadShape& shape,
                const LocalMemories& memories, Panel<Value>& panel);

template <typename Value>
void write_accumulator(const ProductInstruction& product, const MadShape& shape,
                       const Panel<Value>& panel, WriteSet& out);

}  // namespace npusim::isa
