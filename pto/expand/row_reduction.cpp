// SPDX-License-Identifier: Apache-2.0
// TROWSUM, TROWMAX, TROWMIN, TROWPROD (tile-isa.md section 3.3): columns are folded into one repeat
// a row in tmp, then one instruction reduces each row's repeat to an element. A barrier follows
// each step.
#include <algorithm>
#include <vector>

#include "pto/expand/expanders.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

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
    if (call_.op == TileOp::TROWPROD || is_integer(src_.dtype)) return by_blocks();
    if (has_special_shape()) return in_groups();
    if (cols_ <= lanes_) return reduce({src_, 0}, cols_ % lanes_);
    emitter_.require_plain_rows({&tmp_});  // a repeat of each row
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
    emitter_.require_plain_rows({&src_});
    emitter_.require_lanes({&tmp_});
    emitter_.require(dst_.loc == TileLoc::Vec && dst_.inner == InnerLayout::NoneBox &&
                         (dst_.outer == OuterLayout::RowMajor || dst_.cols == 1),
                     "a result of several ColMajor columns", "one column, or RowMajor");
    emitter_.require(
        is_float(src_.dtype) || src_.dtype == DType::INT32 || src_.dtype == DType::INT16,
        npusim::name(src_.dtype), "float32, float16, int32, int16");
    emitter_.require(
        pitch_blocks(src_) <= kMaxRepeatStride && pitch_blocks(tmp_) <= kMaxRepeatStride,
        "rows of more than 8160 bytes", "up to 255 blocks");
  }

  /// A row at a time: blocks of the row folded into a block of tmp, whose elements the scalar unit
  /// combines.
  void by_blocks() {
    const std::uint32_t per_block = elements_of(src_.dtype), size = size_bytes(src_.dtype);
    const VectorOperand block = operand(tmp_.address, 0, 0);
    for (std::uint32_t row = 0; row < rows_; ++row) {
      emitter_.count_mask(per_block);
      emitter_.fill(src_.dtype, operand(tmp_.address, 1, 0), neutral());
      emitter_.barrier();
      const auto fold_block = [&](std::uint32_t column) {
        emitter_.two_sources(opcode_of(call_.op), src_.dtype, block, block,
                             operand(row_address(src_, row, column), 1, 1));
        emitter_.barrier();
      };
      std::uint32_t column = 0;
      for (; column + per_block <= cols_; column += per_block) fold_block(column);
      if (column < cols_) {
        emitter_.count_mask(cols_ - column);
        fold_block(column);
      }
      emitter_.sync_v_to_s();
      const std::uint64_t result = combined(per_block, size);
      const std::uint32_t pitch = dst_.outer == OuterLayout::RowMajor ? dst_.cols : 1;
      emitter_.store(dst_.address + std::uint64_t{row} * pitch * size, result, size);
      emitter_.sync_s_to_v();
    }
    emitter_.full_mask();
  }

  /// What leaves the other operand as it is.
  std::uint64_t neutral() const {
    if (call_.op == TileOp::TROWPROD) return one(src_.dtype);
    if (call_.op == TileOp::TROWSUM) return 0;
    const std::uint64_t sign = std::uint64_t{1} << (size_bytes(src_.dtype) * 8 - 1);
    return call_.op == TileOp::TROWMAX ? sign : sign - 1;
  }

  std::uint64_t combined(std::uint32_t count, std::uint32_t size) {
    if (is_float(src_.dtype)) {
      float product = float_of(src_.dtype, emitter_.load(tmp_.address, size));
      for (std::uint32_t i = 1; i < count; ++i) {
        product *= float_of(src_.dtype, emitter_.load(tmp_.address + i * size, size));
      }
      return bits_of(src_.dtype, product);
    }
    const auto element = [&](std::uint32_t i) {
      return integer_of(src_.dtype, emitter_.load(tmp_.address + i * size, size));
    };
    std::uint64_t result = static_cast<std::uint64_t>(element(0));
    for (std::uint32_t i = 1; i < count; ++i) {
      const std::int64_t value = element(i);
      const auto best = static_cast<std::int64_t>(result);
      switch (call_.op) {
        case TileOp::TROWSUM:
          result += static_cast<std::uint64_t>(value);
          break;
        case TileOp::TROWPROD:
          result *= static_cast<std::uint64_t>(value);
          break;
        default:
          result = static_cast<std::uint64_t>(call_.op == TileOp::TROWMAX ? std::max(best, value)
                                                                          : std::min(best, value));
      }
    }
    return truncated(result, size);
  }

  /// Sums of blocks (or their extremes), again, and at last of rows; between them neighbours are
  /// folded where the number of blocks is no power of eight.
  void in_groups() {
    struct Step {
      bool fold;  ///< neighbours; else groups
      std::uint32_t repeats;
    };
    const auto steps = [&]() -> std::vector<Step> {
      switch (src_.cols) {
        case 128:
          return {{false, rows_ * 2}, {true, rows_ / 8}, {false, rows_ / 8}};
        case 256:
          return {{false, rows_ * 4}, {true, rows_ / 4}, {true, rows_ / 8}, {false, rows_ / 8}};
        case 512:
          return {{false, rows_ * 8}, {false, rows_}, {false, rows_ / 8}};
        default:
          return {{false, rows_ * 16}, {false, rows_ * 2}, {true, rows_ / 8}, {false, rows_ / 8}};
      }
    }();
    const Opcode group = call_.op == TileOp::TROWSUM   ? Opcode::VCGADD
                         : call_.op == TileOp::TROWMAX ? Opcode::VCGMAX
                                                       : Opcode::VCGMIN;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const std::uint64_t from = i == 0 ? src_.address : tmp_.address;
      const std::uint64_t to = i + 1 == steps.size() ? dst_.address : tmp_.address;
      if (steps[i].fold) {
        emitter_.two_sources(opcode_of(call_.op), src_.dtype, operand(to, 1, 8),
                             operand(from, 2, 16), operand(from + kBlockBytes, 2, 16),
                             steps[i].repeats);
      } else {
        emitter_.reduce(group, src_.dtype, to, 1, {from}, ReduceOrder::OnlyValue, steps[i].repeats);
      }
      emitter_.barrier();
    }
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
  VectorUnit emitter_;
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
