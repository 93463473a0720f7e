// SPDX-License-Identifier: Apache-2.0
// TCVT: a repeat holds as many lanes as the wider of the two types allows.
#include <algorithm>

#include "models/isa/expansion/families.h"

namespace npusim::isa {
namespace {

struct Conversion {
  const port::TileCall& call;
  RowsView dst, src;
  std::int32_t lanes;  ///< per repeat

  Instruction piece(std::int32_t row, std::int32_t col, std::uint32_t repeats, bool dense) const {
    Instruction instruction;
    instruction.opcode = Opcode::VCONV;
    instruction.dtype = dst.dtype;
    instruction.src_dtype = src.dtype;
    instruction.repeats = repeats;
    instruction.mode = call.mode[0];
    instruction.mode2 = call.mode[1];
    const auto at = [&](const RowsView& view) {
      const unsigned bytes = size_bytes(view.dtype);
      return operand(view.row_address(row) + std::uint64_t(col) * bytes,
                     dense ? std::uint64_t(lanes) * bytes / kBlockBytes : view.row_blocks());
    };
    instruction.dst = at(dst);
    instruction.src[0] = at(src);
    return instruction;
  }
};

}  // namespace

void expand_convert(const port::TileCall& call, Issuer& front_end) {
  Conversion work{call, rows_view(call.tile[0]), rows_view(call.tile[1]), 0};
  const unsigned wider = std::max(size_bytes(work.dst.dtype), size_bytes(work.src.dtype));
  work.lanes = static_cast<std::int32_t>(kRepeatBytes / wider);
  const std::int32_t rows = work.dst.valid_rows, cols = work.dst.valid_cols;
  constexpr std::int32_t kMaxRepeats = 255;
  const bool continuous =
      rows == 1 || (work.dst.cols == cols && work.src.cols == cols);
  if (continuous && rows * cols / work.lanes <= kMaxRepeats) {
    const std::int32_t whole = rows * cols / work.lanes, tail = rows * cols % work.lanes;
    if (whole > 0) front_end.issue(work.piece(0, 0, static_cast<std::uint32_t>(whole), true));
    if (tail > 0) {
      const MaskScope mask = MaskScope::lanes(front_end, static_cast<unsigned>(tail));
      front_end.issue(work.piece(0, whole * work.lanes, 1, true));
    }
    return;
  }
  for (std::int32_t col = 0; col < cols; col += work.lanes) {
    const MaskScope mask =
        MaskScope::lanes(front_end, static_cast<unsigned>(std::min(work.lanes, cols - col)));
    for (std::int32_t row = 0; row < rows; row += kMaxRepeats) {
      front_end.issue(work.piece(
          row, col, static_cast<std::uint32_t>(std::min(kMaxRepeats, rows - row)), false));
    }
  }
}

}  // namespace npusim::isa
