// SPDX-License-Identifier: Apache-2.0
// Matrix operands out of their fractal layouts into what the product's inner loops take.
#pragma once

#include <cstdint>
#include <vector>

#include "models/arch/byte_buffer.h"
#include "models/arch/dtype.h"
#include "models/isa/execute.h"

namespace npusim::isa {

/// Elements of a matrix that their maker fills whole.
template <typename Value>
using Elements = std::vector<Value, UninitializedAllocator<Value>>;

/// Where the operands lie: a in L0A, Zz fractals, `a_cols` columns from a row of fractals to the
/// next; b in L0B, Zn, `b_cols` columns in a row of fractals.
struct PanelShape {
  std::uint64_t a = 0, b = 0;
  std::uint32_t m = 0, k = 0, n = 0;
  std::uint32_t a_cols = 0, b_cols = 0;
  DType a_type = DType::BFLOAT16, b_type = DType::BFLOAT16;
  bool a_is_vector = false;  ///< m = 1, and its k values are contiguous
};

/// The left operand, row-major: m rows of k values. Value is float or std::int32_t.
template <typename Value>
void read_left(const PanelShape& shape, Bytes l0a, Elements<Value>& elements);

/// The right operand in panels of kPanelColumns columns, each k rows: `columns` in all, the next
/// multiple from n; those past n are 0.
template <typename Value>
void read_right(const PanelShape& shape, Bytes l0b, std::uint32_t columns,
                Elements<Value>& elements);

}  // namespace npusim::isa
