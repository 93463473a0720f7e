// SPDX-License-Identifier: Apache-2.0
// TTRANS: blocks of 16 source rows by one 32-byte block, transposed one by one.
#include <algorithm>

#include "models/isa/expansion/families.h"

namespace npusim::isa {

void expand_transpose(const port::TileCall& call, Issuer& front_end) {
  constexpr std::int32_t kRows = 16;
  const RowsView dst = rows_view(call.tile[0]);
  const RowsView src = rows_view(call.tile[1]);
  const unsigned bytes = size_bytes(src.dtype);
  if (bytes != 2 && bytes != 4) not_modelled(call, front_end, "of 1-byte elements");
  if (dst.address == src.address) not_modelled(call, front_end, "in place");
  const auto cols = static_cast<std::int32_t>(kBlockBytes / bytes);
  if ((src.valid_rows + kRows - 1) / kRows * kRows > dst.cols) {
    not_modelled(call, front_end,
                 "of rows that do not fill 16-row blocks of the result's allocation");
  }
  for (std::int32_t row = 0; row < src.valid_rows; row += kRows) {
    for (std::int32_t col = 0; col < src.valid_cols; col += cols) {
      Instruction instruction;
      instruction.opcode = Opcode::VNCHWCONV;
      instruction.dtype = instruction.src_dtype = src.dtype;
      instruction.mode2 = std::min(kRows, src.valid_rows - row);
      instruction.src[0] =
          operand(src.row_address(row) + std::uint64_t(col) * bytes, 8, src.row_blocks());
      instruction.dst =
          operand(dst.row_address(col) + std::uint64_t(row) * bytes, 8, dst.row_blocks());
      front_end.issue(instruction);
    }
  }
}

}  // namespace npusim::isa
