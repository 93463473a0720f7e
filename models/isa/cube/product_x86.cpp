// SPDX-License-Identifier: Apache-2.0
// The product with x86 fused multiply-add, chosen at run time: 4 rows x 16 columns in registers.
#include "models/isa/cube/product_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace npusim::isa {
namespace {

#if defined(__x86_64__)

/// Rows [0, kRows) of one panel of 16 columns.
template <unsigned kRows>
__attribute__((target("avx2,fma"))) void panel(const float* a, const float* b, const float* start,
                                               float* sum, std::uint32_t k, std::uint32_t columns) {
  __m256 low[kRows], high[kRows];
  for (unsigned i = 0; i < kRows; ++i) {
    const float* const from = start == nullptr ? nullptr : start + std::size_t{i} * columns;
    low[i] = from == nullptr ? _mm256_setzero_ps() : _mm256_loadu_ps(from);
    high[i] = from == nullptr ? _mm256_setzero_ps() : _mm256_loadu_ps(from + 8);
  }
  for (std::uint32_t p = 0; p < k; ++p) {
    const __m256 left = _mm256_loadu_ps(b + std::size_t{p} * columns);
    const __m256 right = _mm256_loadu_ps(b + std::size_t{p} * columns + 8);
#pragma GCC unroll 6
    for (unsigned i = 0; i < kRows; ++i) {
      const __m256 factor = _mm256_broadcast_ss(a + std::size_t{i} * k + p);
      low[i] = _mm256_fmadd_ps(factor, left, low[i]);
      high[i] = _mm256_fmadd_ps(factor, right, high[i]);
    }
  }
  for (unsigned i = 0; i < kRows; ++i) {
    _mm256_storeu_ps(sum + std::size_t{i} * columns, low[i]);
    _mm256_storeu_ps(sum + std::size_t{i} * columns + 8, high[i]);
  }
}

void product_fma(const float* a, const float* b, const float* start, float* sum, std::uint32_t m,
                 std::uint32_t k, std::uint32_t columns) {
  constexpr unsigned kRows = 6;
  const auto at = [&](auto* base, std::uint32_t i, std::uint32_t j) {
    return base == nullptr ? nullptr : base + std::size_t{i} * columns + j;
  };
  for (std::uint32_t j = 0; j < columns; j += kPanelColumns) {
    std::uint32_t i = 0;
    for (; i + kRows <= m; i += kRows) {
      panel<kRows>(a + std::size_t{i} * k, b + j, at(start, i, j), at(sum, i, j), k, columns);
    }
    for (; i < m; ++i) {
      panel<1>(a + std::size_t{i} * k, b + j, at(start, i, j), at(sum, i, j), k, columns);
    }
  }
}

#endif

}  // namespace

ProductKernel product_kernel() {
#if defined(__x86_64__)
  static const bool has_fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (has_fma) return product_fma;
#endif
  return product_generic;
}

}  // namespace npusim::isa
