// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/sparse.h"

#include <algorithm>

#include "models/isa/transfer/local_moves.h"

namespace npusim::isa {

void read_sparse_right(const MadShape& shape, Bytes l0b, Elements<std::int32_t>& panels) {
  const PanelShape& operands = shape.panels;
  panels.assign(std::size_t{operands.k} * shape.columns(), 0);
  for (std::uint32_t pair = 0; pair < shape.b_rows; pair += 2) {
    for (std::uint32_t col = 0; col < operands.n; ++col) {
      std::uint32_t before = 0;
      for (std::uint32_t which = 0; which < 2; ++which) {
        const std::uint64_t at =
            operands.b +
            static_cast<std::uint64_t>(shape.b.row_offset(pair + which) + shape.b.col_offset(col));
        const std::uint32_t index = l0b.data[kSparseIndices + at / 4] >> (at % 4 * 2) & 3u;
        const std::uint32_t position = which == 0 ? index : std::max(index + 1, before);
        before = position;
        const std::uint32_t row = pair * 2 + std::min(position, 3u);
        if (row >= operands.k) continue;
        const std::uint32_t in_panel = col % kPanelColumns;
        panels[std::size_t{col - in_panel} * operands.k + row * kPanelColumns + in_panel] +=
            static_cast<std::int8_t>(l0b.data[at]);
      }
    }
  }
}

}  // namespace npusim::isa
