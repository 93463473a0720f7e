// SPDX-License-Identifier: Apache-2.0
// TROWSUM, TROWMAX, TROWMIN (tile-isa.md section 3.3): columns are folded into one repeat a row in
// tmp, then one instruction reduces each row's repeat to an element. A barrier follows each step.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

/// A column of repeats: the repeat that begins at `column` of every row of a tile.
struct RepeatColumn {
  const TileRef& tile;
  std::uint32_t column;
};

class RowReduction {
 public:
  RowReduction(const TileCall& call, Issuer& front_end)
      : call_(call),
        emitter_(call, front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        tmp_(call.tile[2]),
        lanes_(lanes_of(src_.dtype)),
        rows_(rows_of(src_)),
        cols_(cols_of(src_)),
        whole_(cols_ / lanes_),
        rest_(cols_ % lanes_) {}

  void run() {
    check();
    if (rows_ == 0 || cols_ == 0) return;
    if (cols_ <= lanes_) return reduce({src_, 0}, cols_ % lanes_);
    if (whole_ == 1) {
      copy_first_repeat();
    } else if (call_.op == TileOp::TROWSUM) {
      add_pairs();
    } else {
      fold({tmp_, 0}, {src_, 0}, {src_, lanes_}, 0);
    }
    if (rest_ > 0) fold({tmp_, 0}, {tmp_, 0}, {src_, whole_ * lanes_}, rest_);
    if (call_.op == TileOp::TROWSUM) {
      halve(whole_ / 2);
    } else {
      for (std::uint32_t i = 2; i < whole_; ++i) {
        fold({tmp_, 0}, {tmp_, 0}, {src_, i * lanes_}, 0);
      }
    }
    reduce({tmp_, 0}, 0);
  }

 private:
  void check() {
    emitter_.require_plain_rows({&src_, &tmp_});
    emitter_.require(dst_.loc == TileLoc::Vec && dst_.inner == InnerLayout::NoneBox &&
                         (dst_.outer == OuterLayout::RowMajor || dst_.cols == 1),
                     "a result of several ColMajor columns", "one column, or RowMajor");
    emitter_.require(src_.dtype == DType::FLOAT32 || src_.dtype == DType::FLOAT16,
                     npusim::name(src_.dtype), "float32, float16");
    emitter_.require(
        pitch_blocks(src_) <= kMaxRepeatStride && pitch_blocks(tmp_) <= kMaxRepeatStride,
        "rows of more than 8160 bytes", "up to 255 blocks");
    emitter_.require(!has_special_shape(), "a static float32 shape that the library special-cases",
                     "the same shape with dynamic ValidRow and ValidCol (-1)");
  }

  /// These static shapes take another instruction (vcgadd).
  bool has_special_shape() const {
    constexpr std::int32_t kShapes[][2] = {{64, 128}, {32, 256}, {16, 512}, {8, 1024}};
    if (src_.dtype != DType::FLOAT32 || dst_.outer == OuterLayout::RowMajor ||
        dst_.static_valid_cols != 1) {
      return false;
    }
    return std::any_of(std::begin(kShapes), std::end(kShapes), [&](const auto& shape) {
      return src_.rows == shape[0] && src_.cols == shape[1] && src_.static_valid_rows == shape[0] &&
             src_.static_valid_cols == shape[1];
    });
  }

  VectorOperand at(const RepeatColumn& place, std::uint32_t row) const {
    VectorOperand operand;
    operand.address = row_address(place.tile, row, place.column);
    operand.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(place.tile));
    return operand;
  }

  void copy_first_repeat() {
    BlockCopy copy;
    copy.dtype = src_.dtype;
    copy.bursts = rows_;
    copy.burst_blocks = kRepeatBytes / kBlockBytes;
    copy.dst = tmp_.address;
    copy.src = src_.address;
    copy.dst_gap = pitch_blocks(tmp_) - copy.burst_blocks;
    copy.src_gap = pitch_blocks(src_) - copy.burst_blocks;
    emitter_.issue(copy);
    emitter_.barrier();
  }

  /// dst = a op b, a repeat a row; whole repeats in count mode, else `lanes` of each.
  void fold(RepeatColumn dst, RepeatColumn a, RepeatColumn b, unsigned lanes) {
    LaneInstruction instruction = library::lanes(opcode_of(call_.op), src_.dtype);
    for_rows(lanes, [&](std::uint32_t row, std::uint32_t count) {
      instruction.repeats = count;
      instruction.dst = at(dst, row);
      instruction.src0 = at(a, row);
      instruction.src1 = at(b, row);
      emitter_.issue(instruction);
    });
    emitter_.barrier();
  }

  /// Sums of neighbouring repeats to tmp 0, 1, ...; an odd last one to tmp 0.
  void add_pairs() {
    for (std::uint32_t i = 0; i < whole_ / 2; ++i) {
      fold({tmp_, i * lanes_}, {src_, 2 * i * lanes_}, {src_, (2 * i + 1) * lanes_}, 0);
    }
    if (whole_ % 2 == 1) fold({tmp_, 0}, {tmp_, 0}, {src_, (whole_ - 1) * lanes_}, 0);
  }

  /// Sums of neighbours in tmp, until one is left; an odd last one goes to the last sum.
  void halve(std::uint32_t count) {
    while (count > 1) {
      for (std::uint32_t i = 0; i < count / 2; ++i) {
        fold({tmp_, i * lanes_}, {tmp_, 2 * i * lanes_}, {tmp_, (2 * i + 1) * lanes_}, 0);
      }
      const bool odd = count % 2 == 1;
      count /= 2;
      if (odd) {
        const RepeatColumn last{tmp_, (count - 1) * lanes_};
        fold(last, last, {tmp_, 2 * count * lanes_}, 0);
      }
    }
  }

  /// Each row's repeat to an element of dst; `lanes` as in fold.
  void reduce(RepeatColumn from, unsigned lanes) {
    const bool folded = &from.tile == &tmp_;
    ReduceInstruction instruction;
    instruction.opcode = call_.op == TileOp::TROWSUM   ? Opcode::VCADD
                         : call_.op == TileOp::TROWMAX ? Opcode::VCMAX
                                                       : Opcode::VCMIN;
    instruction.dtype = src_.dtype;
    const auto row_elements = static_cast<std::uint32_t>(dst_.cols);
    instruction.dst_repeat = static_cast<std::uint16_t>(row_elements);
    const bool row_sum = folded && call_.op == TileOp::TROWSUM;
    for_rows(lanes, [&](std::uint32_t row, std::uint32_t count) {
      instruction.repeats = count;
      instruction.dst = dst_.address + std::uint64_t{row} * row_elements * size_bytes(dst_.dtype);
      instruction.src = at(from, row);
      // With numerics = reference, the sum of the row as it was.
      if (row_sum) instruction.row_sum = RowSum{row_address(src_, row), pitch_bytes(src_), cols_};
      emitter_.issue(instruction);
      if (lanes > 0) emitter_.barrier();
    });
    if (lanes == 0) emitter_.barrier();
  }

  /// Whole repeats (lanes = 0): all rows by one count-mode instruction. Else at most 255 rows each.
  template <typename Emit>
  void for_rows(unsigned lanes, Emit emit) {
    if (lanes == 0) {
      emitter_.count_mask(std::uint64_t{rows_} * lanes_);
      emit(0u, rows_);
    } else {
      emitter_.lane_mask(lanes);
      for (std::uint32_t row = 0; row < rows_; row += kMaxRepeats) {
        emit(row, std::min<std::uint32_t>(rows_ - row, kMaxRepeats));
      }
    }
    emitter_.full_mask();
  }

  const TileCall& call_;
  VectorEmitter emitter_;
  const TileRef& dst_;
  const TileRef& src_;
  const TileRef& tmp_;
  unsigned lanes_;
  std::uint32_t rows_, cols_;
  std::uint32_t whole_, rest_;  ///< repeats that a row fills, lanes left over
};

}  // namespace

void row_reduction(const TileCall& call, Issuer& front_end) { RowReduction(call, front_end).run(); }

}  // namespace npusim::library::expanders
