// SPDX-License-Identifier: Apache-2.0
// The accumulator of a matrix product between L0C's boxes and panels of columns.
#pragma once

#include <cstdint>

#include "cce/port/product_instruction.h"
#include "models/isa/cube/mad_shape.h"
#include "models/isa/local_memories.h"

namespace npusim::isa {

/// What columns [col, col + kPanelColumns) start from, from L0C or BT; not for ProductStart::Zero.
/// Fills `panel`, product.m rows; those past n are 0. Value is float or std::uint32_t.
template <typename Value>
void read_start(const ProductInstruction& product, const MadShape& shape,
                const LocalMemories& memories, std::uint32_t col, Value* panel);

/// The sums of columns [col, col + kPanelColumns), up to n.
template <typename Value>
void write_accumulator(const ProductInstruction& product, const MadShape& shape, std::uint32_t col,
                       const Value* panel, WriteSet& out);

}  // namespace npusim::isa
