// SPDX-License-Identifier: Apache-2.0
// TROWARGMAX and TROWARGMIN: one instruction finds a repeat's extreme and its lane. Rows of more
// than a repeat take it in stages: pairs (extreme, lane) of each repeat, then of those extremes,
// and the scalar unit follows the lanes back.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

class RowArgument {
 public:
  RowArgument(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        with_value_(call.tile_count == 4),
        opcode_(call.op == TileOp::TROWARGMAX ? Opcode::VCMAX : Opcode::VCMIN),
        value_(call.tile[0]),
        index_(call.tile[with_value_ ? 1 : 0]),
        src_(call.tile[with_value_ ? 2 : 1]),
        tmp_(call.tile[with_value_ ? 3 : 2]),
        size_(size_bytes(src_.dtype)),
        lanes_(lanes_of(src_.dtype)),
        per_block_(elements_of(src_.dtype)),
        rows_(rows_of(src_)),
        cols_(cols_of(src_)) {}

  void run() {
    unit_.require_plain_rows({&src_});
    unit_.require(is_float(src_.dtype), npusim::name(src_.dtype), "float32, float16");
    if (cols_ > lanes_ * lanes_) return staged(2);
    if (cols_ > lanes_) return staged(1);
    if (with_value_) return pairs_of_rows();
    indices_of_rows();
  }

 private:
  VectorOperand row(std::uint32_t number) const {
    return operand(row_address(src_, number), 1, pitch_blocks(src_));
  }

  void indices_of_rows() {
    const auto pitch = static_cast<std::uint32_t>(index_.cols);
    for_rows([&](std::uint32_t first, std::uint32_t repeats) {
      unit_.reduce(opcode_, src_.dtype,
                   index_.address + std::uint64_t{first} * pitch * size_bytes(index_.dtype), pitch,
                   row(first), ReduceOrder::OnlyIndex, repeats);
      unit_.barrier();
    });
    unit_.full_mask();
  }

  /// Pairs into tmp, and from there by columns where dst has one, else by the scalar unit.
  void pairs_of_rows() {
    for_rows([&](std::uint32_t first, std::uint32_t repeats) {
      unit_.reduce(opcode_, src_.dtype, tmp_.address + std::uint64_t{first} * 2 * size_, 1,
                   row(first), ReduceOrder::ValueIndex, repeats);
      unit_.barrier();
    });
    const bool value_column = value_.cols == 1, index_column = index_.cols == 1;
    if (value_column || index_column) {
      unit_.count_mask(std::uint64_t{rows_} * 2);
      if (value_column) take(value_.address, 1, per_block_);
      if (index_column) take_indices();
    }
    unit_.full_mask();
    if (value_column && index_column) return;
    unit_.sync_v_to_s();
    for (std::uint32_t i = 0; !index_column && i < rows_; ++i) {
      store_index(i, unit_.load(tmp_.address + (std::uint64_t{i} * 2 + 1) * size_, size_));
    }
    for (std::uint32_t i = 0; !value_column && i < rows_; ++i) {
      store_value(i, unit_.load(tmp_.address + std::uint64_t{i} * 2 * size_, size_));
    }
    unit_.sync_s_to_v();
  }

  void take(std::uint64_t dst, unsigned pattern, std::uint32_t src_repeat) {
    unit_.compact(size_, dst, operand(tmp_.address, 1, src_repeat), pattern);
    unit_.barrier();
  }
  void take_indices() {
    const bool widens = size_bytes(index_.dtype) != size_;
    take(index_.address, 2, widens ? per_block_ * 2 : per_block_);
    if (!widens) return;
    unit_.count_mask(rows_);
    unit_.convert(DType::FLOAT32, {index_.address}, DType::INT16, operand(index_.address, 1, 4),
                  Rounding::None);
    unit_.barrier();
    unit_.convert(DType::INT32, {index_.address}, DType::FLOAT32, {index_.address},
                  Rounding::Trunc);
    unit_.barrier();
  }

  /// Whole rows at once in count mode, else 255 at a time with the lanes of a row.
  template <typename Emit>
  void for_rows(Emit emit) {
    if (cols_ == lanes_) {
      unit_.count_mask(std::uint64_t{rows_} * lanes_);
      return emit(0u, 0u);
    }
    unit_.lane_mask(cols_ % lanes_);
    for (std::uint32_t first = 0; first + kMaxRepeats <= rows_; first += kMaxRepeats) {
      emit(first, std::uint32_t{kMaxRepeats});
    }
    emit(rows_ / kMaxRepeats * kMaxRepeats, rows_ % kMaxRepeats);
  }

  void staged(unsigned stages) {
    const std::uint32_t first = groups(cols_), second = groups(first);
    // Elements of tmp's row: lanes, then pairs of the second stage, then extremes.
    const std::uint32_t first_values = rounded_up(first * 2, per_block_);
    const std::uint32_t second_lanes = rounded_up(first, per_block_);
    const std::uint32_t second_values = second_lanes + rounded_up(second * 2, per_block_);
    const std::uint32_t last = stages == 1 ? first_values : second_values;
    for (std::uint32_t i = 0; i < rows_; ++i) {
      reduce_group(element(i, first_values), element(i, 0), row_address(src_, i), cols_);
      if (stages == 2) {
        reduce_group(element(i, second_values), element(i, second_lanes), element(i, first_values),
                     first);
      }
      unit_.count_mask(stages == 1 ? first : second);
      unit_.reduce(opcode_, src_.dtype, element(i, last), 1, operand(element(i, last), 1, 0),
                   ReduceOrder::ValueIndex, 1);
      unit_.barrier();
    }
    unit_.full_mask();
    unit_.sync_v_to_s();
    for (std::uint32_t i = 0; i < rows_; ++i) {
      std::uint64_t group = unit_.load(element(i, last + 1), size_);
      if (stages == 2) {
        group = group * lanes_ + unit_.load(element(i, second_lanes) + group * size_, size_);
      }
      store_index(i, group * lanes_ + unit_.load(element(i, 0) + group * size_, size_));
      if (with_value_) store_value(i, unit_.load(element(i, last), size_));
    }
    unit_.sync_s_to_v();
  }

  /// Pairs of `count` elements' repeats to `lanes`, then apart: extremes to `values`.
  void reduce_group(std::uint64_t values, std::uint64_t lanes, std::uint64_t src,
                    std::uint32_t count) {
    unit_.count_mask(count);
    unit_.reduce(opcode_, src_.dtype, lanes, 1, {src}, ReduceOrder::ValueIndex, 0);
    unit_.barrier();
    unit_.count_mask(std::uint64_t{groups(count)} * 2);
    unit_.compact(size_, values, operand(lanes, 1, per_block_), 1);
    unit_.barrier();
    unit_.compact(size_, lanes, operand(lanes, 1, per_block_), 2);
    unit_.barrier();
  }

  std::uint32_t groups(std::uint32_t count) const { return (count + lanes_ - 1) / lanes_; }
  std::uint64_t element(std::uint32_t row, std::uint32_t column) const {
    return tmp_.address + (std::uint64_t{row} * static_cast<unsigned>(tmp_.cols) + column) *
                              size_bytes(tmp_.dtype);
  }
  void store_index(std::uint32_t row, std::uint64_t index) {
    const unsigned size = size_bytes(index_.dtype);
    unit_.store(index_.address + std::uint64_t{row} * static_cast<unsigned>(index_.cols) * size,
                truncated(index, size), size);
  }
  void store_value(std::uint32_t row, std::uint64_t bits) {
    unit_.store(value_.address + std::uint64_t{row} * static_cast<unsigned>(value_.cols) * size_,
                bits, size_);
  }

  VectorUnit unit_;
  bool with_value_;
  Opcode opcode_;
  const TileRef& value_;
  const TileRef& index_;
  const TileRef& src_;
  const TileRef& tmp_;
  unsigned size_;
  std::uint32_t lanes_, per_block_, rows_, cols_;
};

}  // namespace

void row_argument(const TileCall& call, Issuer& front_end) { RowArgument(call, front_end).run(); }

}  // namespace npusim::library::expanders
