// SPDX-License-Identifier: Apache-2.0
// The inner loops of a matrix product, in the declared order: each output element is its own chain
// of fused multiply-adds, k ascending (numerics.md rule 1). Columns are independent, so vectors of
// columns give the same bits as one column at a time.
#pragma once

#include <cstdint>

namespace npusim::isa {

/// Columns of a panel are padded to this many.
inline constexpr unsigned kPanelColumns = 16;

/// sum[i*columns + j] = fma chain over p = 0..k of a[i*k + p] * b[p*columns + j], from
/// start[i*columns + j], or from +0 if `start` is null; it may be `sum`. `columns` is a multiple of
/// kPanelColumns.
using ProductKernel = void (*)(const float* a, const float* b, const float* start, float* sum,
                               std::uint32_t m, std::uint32_t k, std::uint32_t columns);

/// Plain std::fma.
void product_generic(const float* a, const float* b, const float* start, float* sum,
                     std::uint32_t m, std::uint32_t k, std::uint32_t columns);

/// The fastest kernel that this processor runs; all give the same bits.
ProductKernel product_kernel();

}  // namespace npusim::isa
