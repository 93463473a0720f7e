// SPDX-License-Identifier: Apache-2.0
// Matrix operands out of their fractal layouts into plain row-major arrays.
#pragma once

#include <cstdint>
#include <vector>

#include "models/arch/byte_buffer.h"
#include "models/isa/execute.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

/// A row-major array that its maker fills whole.
template <typename Value>
using Panel = std::vector<Value, UninitializedAllocator<Value>>;

/// The left operand, m rows of k values. Value is float or std::int32_t.
template <typename Value>
void read_left(const MatrixProduct& product, Bytes l0a, Panel<Value>& panel);

/// The right operand, k rows of `columns` values, the next multiple of kPanelColumns from n; those
/// past n are 0.
template <typename Value>
void read_right(const MatrixProduct& product, Bytes l0b, std::uint32_t columns,
                Panel<Value>& panel);

}  // namespace npusim::isa
