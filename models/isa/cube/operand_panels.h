// SPDX-License-Identifier: Apache-2.0
// Matrix operands out of their fractal layouts into plain row-major arrays.
#pragma once

#include <cstdint>
#include <vector>

#include "models/isa/execute.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

/// The left operand, m rows of k values. Value is float or std::int32_t.
template <typename Value>
std::vector<Value> left_panel(const MatrixProduct& product, Bytes l0a);

/// The right operand, k rows of `columns` values; those past n are 0.
template <typename Value>
std::vector<Value> right_panel(const MatrixProduct& product, Bytes l0b, std::uint32_t columns);

}  // namespace npusim::isa
