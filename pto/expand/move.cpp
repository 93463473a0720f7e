// SPDX-License-Identifier: Apache-2.0
// TMOV and TEXTRACT between local memories (tile-isa.md section 3.2).
#include <algorithm>

#include "pto/expand/accumulator.h"
#include "pto/expand/expanders.h"
#include "pto/expand/operand_load.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kBiasUnit = 64, kScalingUnit = 128;  ///< bytes

class MoveExpansion {
 public:
  MoveExpansion(const TileCall& call, Issuer& front_end)
      : call_(call),
        front_end_(front_end),
        emitter_(call, front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]) {
    extract_ = call.op == TileOp::TEXTRACT;
    if (extract_) {
      row_ = call.mode[0];
      col_ = call.mode[1];
    }
  }

  void run() {
    if (src_.loc == TileLoc::Vec && dst_.loc == TileLoc::Vec) return within_ub();
    const bool from_l1 = src_.loc == TileLoc::Mat;
    if (from_l1 && dst_.loc == TileLoc::Left) return load_left(call_, row_, col_, front_end_);
    if (from_l1 && dst_.loc == TileLoc::Right) return load_right(call_, row_, col_, front_end_);
    if (from_l1 && dst_.loc == TileLoc::Bias) return burst(Opcode::COPY_L1_TO_BT, kBiasUnit);
    if (from_l1 && dst_.loc == TileLoc::Scaling) {
      return burst(Opcode::COPY_L1_TO_FB, kScalingUnit);
    }
    if (src_.loc == TileLoc::Acc && dst_.loc == TileLoc::Mat) {
      return move_accumulator(call_, row_, col_, front_end_);
    }
    emitter_.require(false, "between these memories",
                     "Vec to Vec, Mat to Left, Right, Bias and Scaling, Acc to Mat");
  }

 private:
  /// One burst of a row: biases, of which halves widen, or parameters of the fix pipe.
  void burst(Opcode opcode, std::uint32_t unit) {
    const std::uint32_t bytes = static_cast<std::uint32_t>(src_.cols) * size_bytes(src_.dtype);
    emitter_.require(src_.rows == 1 && bytes % unit == 0,
                     "a source that is not whole units of a row",
                     "one row of 64-byte units to Bias, of 128-byte units to Scaling");
    LocalBurstCopy copy;
    copy.opcode = opcode;
    copy.dtype = dst_.dtype;
    copy.src_dtype = src_.dtype;
    copy.src = src_.address;
    copy.dst = dst_.address;
    copy.bursts = 1;
    copy.burst_units = static_cast<std::uint16_t>(bytes / unit);
    emitter_.issue(copy);
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

  const TileCall& call_;
  Issuer& front_end_;
  VectorEmitter emitter_;
  const TileRef& dst_;
  const TileRef& src_;
  bool extract_ = false;
  std::int32_t row_ = 0, col_ = 0;
};

}  // namespace

void move(const TileCall& call, Issuer& front_end) { MoveExpansion(call, front_end).run(); }

}  // namespace npusim::library::expanders
