// SPDX-License-Identifier: Apache-2.0
// The paths, in the order in which they are tried:
//   small        fewer columns than a repeat has lanes: one instruction, a repeat a row
//   continuous   rows touch: one instruction over all elements, in count mode where repeats would
//                not end with rows or be too many, else with a masked tail
//   row by row   few repeats: one instruction a row, in count mode if the row has a tail
//   by columns   per repeat width of columns one instruction, a repeat a row
#include "pto/expand/lane_walk.h"

#include <algorithm>

namespace npusim::library {
namespace {

/// Fewer repeats than this in a tile are issued row by row.
constexpr unsigned kSmallRepeats = 4;

class LaneWalk {
 public:
  LaneWalk(VectorEmitter& emitter, std::span<const TileRef* const> tiles,
           const std::function<void(const LaneSlice&)>& emit)
      : emitter_(emitter),
        tiles_(tiles),
        emit_(emit),
        lanes_(lanes_of(tiles[0]->dtype)),
        rows_(rows_of(*tiles[0])),
        cols_(cols_of(*tiles[0])) {}

  void run(LaneCut cut) {
    if (rows_ == 0 || cols_ == 0) return;
    const TileRef& dst = *tiles_[0];
    const auto allocated_rows = static_cast<unsigned>(dst.rows);
    const auto allocated_cols = static_cast<unsigned>(dst.cols);
    const bool binary = cut == LaneCut::Binary;
    if (cut == LaneCut::BinaryByRows || (binary && !same_pitch())) return head_and_tail();
    if (binary && allocated_rows <= kMaxRepeats && allocated_cols < lanes_) return small();
    tails_counted_ = cut != LaneCut::Unary;
    if (binary ? continuous_by_type(dst) : continuous_by_type_all()) {
      return continuous(allocated_rows, allocated_cols);
    }
    const bool at_run_time = cols_ == allocated_cols || rows_ == 1;
    if (at_run_time && (binary || (cut == LaneCut::Unary && same_shape()))) {
      return continuous(rows_, cols_);
    }
    const unsigned repeats_a_row = allocated_cols / lanes_;
    // Tile with scalar looks at the source's rows too.
    const unsigned most_rows = cut == LaneCut::Scalar ? most(&TileRef::rows) : allocated_rows;
    if (repeats_a_row > 1 && most_rows * repeats_a_row < kSmallRepeats) {
      return row_by_row_counted();
    }
    if (most_rows < repeats_a_row + 1) {
      return cols_ % lanes_ != 0 ? row_by_row_counted() : row_by_row(cols_ / lanes_);
    }
    const unsigned rows = cut == LaneCut::Unary ? most(&TileRef::rows) : allocated_rows;
    if (rows <= kMaxRepeats && strides_fit()) return by_columns();
    head_and_tail();
  }

 private:
  bool same_pitch() const {
    return std::all_of(tiles_.begin(), tiles_.end(),
                       [&](const TileRef* tile) { return tile->cols == tiles_[0]->cols; });
  }
  bool same_shape() const {
    return same_pitch() && std::all_of(tiles_.begin(), tiles_.end(), [&](const TileRef* tile) {
             return tile->rows == tiles_[0]->rows;
           });
  }
  bool continuous_by_type_all() const {
    const auto all = [&](auto predicate) {
      return std::all_of(tiles_.begin(), tiles_.end(), predicate);
    };
    return all([](const TileRef* tile) { return tile->static_valid_cols == tile->cols; }) ||
           all([](const TileRef* tile) { return tile->rows == 1; });
  }
  unsigned most(std::int32_t TileRef::*member) const {
    unsigned result = 0;
    for (const TileRef* tile : tiles_)
      result = std::max(result, static_cast<unsigned>(tile->*member));
    return result;
  }
  bool strides_fit() const {
    return std::all_of(tiles_.begin(), tiles_.end(),
                       [](const TileRef* tile) { return pitch_blocks(*tile) <= kMaxRepeatStride; });
  }

  void small() {
    emitter_.lane_mask(cols_);
    emit_({0, 0, rows_, true});
    emitter_.full_mask();
  }

  /// `rows` x `cols` are what the path looks at: the allocation, or the valid size.
  void continuous(unsigned rows, unsigned cols) {
    const bool unaligned = tails_counted_ && cols > lanes_ && cols % lanes_ != 0;
    const std::uint64_t looked_at = std::uint64_t{rows} * cols;
    const std::uint32_t elements = rows_ * cols_;
    if (unaligned || (looked_at + lanes_ - 1) / lanes_ > kMaxRepeats) {
      emitter_.count_mask(elements);
      emit_({0, 0, (elements + lanes_ - 1) / lanes_, false});
      emitter_.full_mask();
      return;
    }
    const std::uint32_t repeats = elements / lanes_;
    emit_({0, 0, repeats, false});  // as the library: 0 repeats do nothing
    if (elements % lanes_ != 0) {
      emitter_.lane_mask(elements % lanes_);
      emit_({0, repeats * lanes_, 1, false});
      emitter_.full_mask();
    }
  }

  void row_by_row_counted() {
    emitter_.count_mask(cols_);
    for (std::uint32_t row = 0; row < rows_; ++row) {
      emit_({row, 0, (cols_ + lanes_ - 1) / lanes_, false});
    }
    emitter_.full_mask();
  }

  void row_by_row(std::uint32_t repeats) {
    for (std::uint32_t row = 0; row < rows_; ++row) {
      for (std::uint32_t first = 0; first < repeats; first += kMaxRepeats) {
        emit_({row, first * lanes_, std::min<std::uint32_t>(repeats - first, kMaxRepeats), false});
      }
    }
  }

  void by_columns() {
    for (std::uint32_t column = 0; column + lanes_ <= cols_; column += lanes_) {
      emit_({0, column, rows_, true});
    }
    if (cols_ % lanes_ != 0) {
      emitter_.lane_mask(cols_ % lanes_);
      emit_({0, cols_ / lanes_ * lanes_, rows_, true});
      emitter_.full_mask();
    }
  }

  /// Whole repeats row by row, then the rest of all rows.
  void head_and_tail() {
    row_by_row(cols_ / lanes_);
    if (cols_ % lanes_ == 0) return;
    emitter_.lane_mask(cols_ % lanes_);
    const std::uint32_t step = strides_fit() ? kMaxRepeats : 1;
    for (std::uint32_t row = 0; row < rows_; row += step) {
      emit_({row, cols_ / lanes_ * lanes_, std::min(rows_ - row, step), strides_fit()});
    }
    emitter_.full_mask();
  }

  VectorEmitter& emitter_;
  std::span<const TileRef* const> tiles_;
  const std::function<void(const LaneSlice&)>& emit_;
  unsigned lanes_;
  std::uint32_t rows_, cols_;
  bool tails_counted_ = true;  ///< a row that ends inside a repeat leads to count mode
};

}  // namespace

VectorOperand operand_at(const TileRef& tile, const LaneSlice& slice) {
  VectorOperand operand;
  operand.address = row_address(tile, slice.row, slice.column);
  if (slice.by_rows) operand.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(tile));
  return operand;
}

void walk_lanes(VectorEmitter& emitter, std::span<const TileRef* const> tiles, LaneCut cut,
                const std::function<void(const LaneSlice&)>& emit) {
  LaneWalk(emitter, tiles, emit).run(cut);
}

}  // namespace npusim::library
