// SPDX-License-Identifier: Apache-2.0
// The inner loops of a matrix product, a panel of columns at a time. Floats go in the declared
// order: each output element is its own chain of fused multiply-adds, k ascending (numerics.md rule
// 1). Columns are independent, so vectors of columns give the same bits as one column at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace npusim::isa {

/// A panel is this many columns wide: a row of it is a line of L0C.
inline constexpr unsigned kPanelColumns = 16;

/// sum[i][j] = start[i][j] + the sum over p = 0..k of a[i][p] * b[p][j]. `a` is row-major, m x k;
/// `b`, `start` and `sum` are panels of k, m and m rows. A null `start` is +0; it may be `sum`.
template <typename Value, typename Sum>
using PanelProduct = void (*)(const Value* a, const Value* b, const Sum* start, Sum* sum,
                              std::uint32_t m, std::uint32_t k);

/// `count` values of float16 as float.
using WidenHalfs = void (*)(const std::uint16_t* from, std::uint32_t count, float* to);

/// With the instructions of one instruction set; all give the same bits.
struct ProductKernels {
  std::string_view instruction_set;
  PanelProduct<float, float> floats;
  PanelProduct<std::int32_t, std::uint32_t> integers;  ///< modulo 2^32
  WidenHalfs widen_halfs;
};

extern const ProductKernels kPlainKernels;  ///< C++ without intrinsics
#if defined(__x86_64__)
extern const ProductKernels kAvx2Kernels, kAvx512Kernels;
#endif

/// Those that this processor runs, the fastest first; the last is kPlainKernels.
std::span<const ProductKernels> product_kernels();

}  // namespace npusim::isa
