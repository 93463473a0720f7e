// SPDX-License-Identifier: Apache-2.0
// TMOV, TEXTRACT and TINSERT between local memories (tile-isa.md section 3.2).
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
    if (call.op != TileOp::TMOV && call.op != TileOp::TSCATTER) {
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

  void copy(std::uint32_t row, std::uint32_t bursts, std::uint32_t blocks, std::uint32_t src_gap,
            std::uint32_t dst_gap) {
    BlockCopy copy;
    copy.dtype = dst_.dtype;
    copy.bursts = bursts;
    copy.burst_blocks = blocks;
    copy.dst = row_address(dst_, row);
    copy.src = row_address(src_, row);
    copy.dst_gap = dst_gap;
    copy.src_gap = src_gap;
    emitter_.issue(copy);
  }

  /// One burst where rows touch, else an instruction a row.
  void within_ub() {
    if (call_.op != TileOp::TMOV && call_.op != TileOp::TSCATTER) {
      return move_within_ub(call_, front_end_);
    }
    emitter_.require(dst_.loc == TileLoc::Vec && src_.loc == TileLoc::Vec, "tiles not in UB",
                     "tiles in UB");
    const unsigned size = size_bytes(dst_.dtype);
    const std::uint32_t rows = std::min(rows_of(dst_), rows_of(src_));
    const std::uint32_t cols = std::min(cols_of(dst_), cols_of(src_));
    if (rows == 0 || cols == 0) return;
    if (dst_.cols == src_.cols || dst_.rows == 1) {
      const auto all = static_cast<std::uint32_t>(dst_.cols);
      if (continuous(cols)) return copy(0, 1, blocks_for(std::uint64_t{rows} * all * size), 0, 0);
      for (std::uint32_t row = 0; row < rows; ++row) {
        copy(row, 1, blocks_for(std::uint64_t{cols} * size), 0, 0);
      }
      return;
    }
    const std::uint32_t blocks = blocks_for(std::uint64_t{cols} * size);
    const auto gap = [&](const TileRef& tile) {
      return blocks_for(static_cast<std::uint64_t>(tile.cols) * size) - blocks;
    };
    for (std::uint32_t row = 0; row < rows; ++row) copy(row, 1, blocks, gap(src_), gap(dst_));
  }
  bool continuous(std::uint32_t cols) const {
    return dst_.static_valid_cols == dst_.cols || static_cast<std::uint32_t>(dst_.cols) == cols;
  }

  const TileCall& call_;
  Issuer& front_end_;
  VectorEmitter emitter_;
  const TileRef& dst_;
  const TileRef& src_;
  std::int32_t row_ = 0, col_ = 0;
};

}  // namespace

void move(const TileCall& call, Issuer& front_end) { MoveExpansion(call, front_end).run(); }

}  // namespace npusim::library::expanders
