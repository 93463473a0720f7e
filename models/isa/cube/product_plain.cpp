// SPDX-License-Identifier: Apache-2.0
// Products in plain C++: what the others are compared with, and what other processors run.
#include <cmath>
#include <cstddef>

#include "models/arch/small_float.h"
#include "models/isa/cube/product_kernels.h"

namespace npusim::isa {
namespace {

template <typename Left, typename Right, typename Sum, typename MultiplyAdd>
void panel_product(const Left* a, const Right* b, const Sum* start, Sum* sum, std::uint32_t m,
                   std::uint32_t k, MultiplyAdd multiply_add) {
  for (std::size_t i = 0; i < m; ++i) {
    Sum row[kPanelColumns];
    for (unsigned j = 0; j < kPanelColumns; ++j) {
      row[j] = start == nullptr ? Sum{0} : start[i * kPanelColumns + j];
    }
    for (std::size_t p = 0; p < k; ++p) {
      const Left factor = a[i * k + p];
      const Right* const line = b + p * kPanelColumns;
      for (unsigned j = 0; j < kPanelColumns; ++j) row[j] = multiply_add(factor, line[j], row[j]);
    }
    for (unsigned j = 0; j < kPanelColumns; ++j) sum[i * kPanelColumns + j] = row[j];
  }
}

void float_panel(const float* a, const float* b, const float* start, float* sum, std::uint32_t m,
                 std::uint32_t k) {
  panel_product(a, b, start, sum, m, k,
                [](float left, float right, float to) { return std::fma(left, right, to); });
}

void integer_panel(const std::int32_t* a, const std::int32_t* b, const std::uint32_t* start,
                   std::uint32_t* sum, std::uint32_t m, std::uint32_t k) {
  panel_product(a, b, start, sum, m, k,
                [](std::int32_t left, std::int32_t right, std::uint32_t to) {
                  return to + static_cast<std::uint32_t>(left) * static_cast<std::uint32_t>(right);
                });
}

void widen_halfs(const std::uint16_t* from, std::uint32_t count, float* to) {
  for (std::uint32_t i = 0; i < count; ++i) to[i] = float16_to_float(from[i]);
}

}  // namespace

const ProductKernels kPlainKernels{"none", float_panel, integer_panel, widen_halfs};

}  // namespace npusim::isa
