// SPDX-License-Identifier: Apache-2.0
// TMOV and TEXTRACT between local memories (tile-isa.md section 3.2).
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

/// A box of L0B.
constexpr std::uint32_t kBoxColumns = 16;
constexpr std::uint64_t kBoxBytes = kBoxColumns * kBlockBytes;

class MoveExpansion {
 public:
  MoveExpansion(const TileCall& call, Issuer& front_end)
      : emitter_(call, front_end), dst_(call.tile[0]), src_(call.tile[1]) {
    if (call.compact && dst_.loc == TileLoc::Left) {
      dst_.cols = static_cast<std::int32_t>(rounded_up(cols_of(dst_), elements_of(dst_.dtype)));
    } else if (call.compact && dst_.loc == TileLoc::Right) {
      dst_.cols = static_cast<std::int32_t>(rounded_up(cols_of(dst_), kBoxColumns));
    }
    extract_ = call.op == TileOp::TEXTRACT;
    if (extract_) {
      row_ = call.mode[0];
      col_ = call.mode[1];
    }
  }

  void run() {
    if (src_.loc == TileLoc::Vec && dst_.loc == TileLoc::Vec) return within_ub();
    if (src_.loc == TileLoc::Mat && dst_.loc == TileLoc::Left) return to_left();
    if (src_.loc == TileLoc::Mat && dst_.loc == TileLoc::Right) return to_right();
    if (src_.loc == TileLoc::Mat && dst_.loc == TileLoc::Bias) {
      return whole(Opcode::COPY_L1_TO_BT);
    }
    if (src_.loc == TileLoc::Acc && dst_.loc == TileLoc::Mat) {
      return whole(Opcode::COPY_L0C_TO_L1);
    }
    emitter_.require(false, "between these memories",
                     "Vec to Vec, Mat to Left, Right and Bias, Acc to Mat");
  }

 private:
  void whole(Opcode opcode) { emitter_.issue(LocalMove{opcode, 1, src_, dst_, row_, col_}); }

  void require_boxes() {
    emitter_.require(src_.inner != InnerLayout::NoneBox, "a source in L1 without boxes",
                     "Nz and Zn tiles");
    const bool transposes = (src_.inner == InnerLayout::RowMajor) != (dst_.loc == TileLoc::Left);
    emitter_.require(size_bytes(src_.dtype) > 1 || !transposes, "a transposed 1-byte operand",
                     "1-byte operands as they lie in L1");
  }

  void to_left() {
    require_boxes();
    whole(Opcode::IMG2COL_L1_TO_L0A);
  }

  /// An instruction for each column or row of boxes, whichever are fewer; a repeat a box.
  void to_right() {
    require_boxes();
    // Zn: boxes of 32 bytes down and 16 columns across, row of boxes by row of boxes.
    const std::uint32_t box_rows = elements_of(dst_.dtype);
    const std::uint32_t down = static_cast<std::uint32_t>(dst_.rows) / box_rows;
    const std::uint32_t across = static_cast<std::uint32_t>(dst_.cols) / kBoxColumns;
    const bool columns = down >= across;
    const auto step = static_cast<std::int32_t>(columns ? kBoxColumns : box_rows);
    const std::uint64_t step_bytes =
        columns ? kBoxBytes : static_cast<std::uint64_t>(dst_.cols) * kBlockBytes;
    const std::int32_t valid = columns ? dst_.valid_cols : dst_.valid_rows;
    for (std::int32_t first = 0; first < valid; first += step) {
      LocalMove move{Opcode::LOAD_L1_TO_L0B, columns ? down : across, src_, dst_, row_, col_};
      (columns ? move.col : move.row) += first;
      (columns ? move.target.valid_cols : move.target.valid_rows) = std::min(valid - first, step);
      move.target.address += static_cast<std::uint64_t>(first / step) * step_bytes;
      emitter_.issue(move);
    }
  }

  void copy(std::uint32_t row, std::uint32_t bursts, std::uint32_t blocks) {
    BlockCopy copy;
    copy.dtype = dst_.dtype;
    copy.bursts = bursts;
    copy.burst_blocks = blocks;
    copy.dst = row_address(dst_, row);
    copy.src =
        row_address(src_, row + static_cast<std::uint32_t>(row_), static_cast<std::uint32_t>(col_));
    copy.dst_gap = pitch_blocks(dst_) - blocks;
    copy.src_gap = pitch_blocks(src_) - blocks;
    emitter_.issue(copy);
  }

  /// TMOV copies one burst where rows touch, else one instruction a row; TEXTRACT bursts of rows.
  void within_ub() {
    emitter_.require_plain_rows({&dst_, &src_});
    const unsigned size = size_bytes(dst_.dtype);
    emitter_.require(size == size_bytes(src_.dtype), "element types of different size", "one size");
    const bool extract = extract_;
    const std::uint32_t rows = extract ? rows_of(dst_) : std::min(rows_of(dst_), rows_of(src_));
    const std::uint32_t cols = extract ? cols_of(dst_) : std::min(cols_of(dst_), cols_of(src_));
    if (rows == 0 || cols == 0) return;
    const bool touching = (dst_.cols == src_.cols || (!extract && dst_.rows == 1)) &&
                          cols == static_cast<std::uint32_t>(dst_.cols);
    if (touching) return copy(0, 1, blocks_for(std::uint64_t{rows} * cols * size));
    if (extract) {
      emitter_.require(
          cols * size % kBlockBytes == 0 && static_cast<unsigned>(col_) * size % kBlockBytes == 0,
          "Vec to Vec off block boundaries", "columns in whole 32-byte blocks");
      return copy(0, rows, cols * size / kBlockBytes);
    }
    for (std::uint32_t row = 0; row < rows; ++row) {
      copy(row, 1, blocks_for(std::uint64_t{cols} * size));
    }
  }

  VectorEmitter emitter_;
  TileRef dst_;
  const TileRef& src_;
  bool extract_ = false;
  std::int32_t row_ = 0, col_ = 0;
};

}  // namespace

void move(const TileCall& call, Issuer& front_end) { MoveExpansion(call, front_end).run(); }

}  // namespace npusim::library::expanders
