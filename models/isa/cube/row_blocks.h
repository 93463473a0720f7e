// SPDX-License-Identifier: Apache-2.0
// A panel's product with its sums in vector registers, for any instruction set.
//
// `Lanes` is an instruction set's view of a row of a panel: its types, and load, store, zero and
// multiply_add. Each lives in an unnamed namespace of a source of its own, compiled for its
// instruction set, so that no processor meets code of another through a shared instance.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/isa/cube/product_kernels.h"

namespace npusim::isa {

/// kRows rows, whose sums stay in registers along all of k.
template <typename Lanes, unsigned kRows>
void row_block(const typename Lanes::Value* a, const typename Lanes::Value* b,
               const typename Lanes::Sum* start, typename Lanes::Sum* sum, std::size_t k) {
  typename Lanes::Row rows[kRows];
  for (unsigned i = 0; i < kRows; ++i) {
    rows[i] = start == nullptr ? Lanes::zero() : Lanes::load(start + i * kPanelColumns);
  }
  for (std::size_t p = 0; p < k; ++p) {
    const typename Lanes::Row line = Lanes::load(b + p * kPanelColumns);
#pragma GCC unroll 16
    for (unsigned i = 0; i < kRows; ++i) {
      rows[i] = Lanes::multiply_add(a[i * k + p], line, rows[i]);
    }
  }
  for (unsigned i = 0; i < kRows; ++i) Lanes::store(rows[i], sum + i * kPanelColumns);
}

/// All rows of a panel: blocks of kRows, what is left in ever smaller ones.
template <typename Lanes, unsigned kRows>
void row_blocks(const typename Lanes::Value* a, const typename Lanes::Value* b,
                const typename Lanes::Sum* start, typename Lanes::Sum* sum, std::uint32_t m,
                std::uint32_t k) {
  std::size_t row = 0;
  const auto panel_row = [&](auto* panel) {
    return panel == nullptr ? nullptr : panel + row * kPanelColumns;
  };
  for (; row + kRows <= m; row += kRows) {
    row_block<Lanes, kRows>(a + row * k, b, panel_row(start), panel_row(sum), k);
  }
  if constexpr (kRows > 1) {
    row_blocks<Lanes, kRows / 2>(a + row * k, b, panel_row(start), panel_row(sum),
                                 m - static_cast<std::uint32_t>(row), k);
  }
}

}  // namespace npusim::isa
