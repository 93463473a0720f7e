// SPDX-License-Identifier: Apache-2.0
// TCOLSUM, TCOLMAX, TCOLMIN, TCOLPROD: the first row into dst, then row after row; TCOLSUM also by
// pairs of rows in tmp. TCOLARGMAX and TCOLARGMIN: a running extreme and the row it came from.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

class ColumnReduction {
 public:
  ColumnReduction(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        opcode_(opcode_of(call.op)),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        rows_(rows_of(src_)),
        cols_(cols_of(src_)),
        blocks_(blocks_for(std::uint64_t{cols_} * size_bytes(src_.dtype))) {}

  void sum() {
    if (!check()) return;
    const TileCall& call = unit_.call();
    if (call.tile_count < 3) {
      unit_.copy(dst_.address, src_.address, 1, blocks_);
      if (rows_ == 1) return;
      unit_.barrier();
      return add_rows();
    }
    if (rows_ == 1 || call.mode[0] == 0) {
      unit_.copy(dst_.address, src_.address, 1, blocks_);
      unit_.barrier();
      if (rows_ > 1) add_rows();
      return;
    }
    const TileRef& tmp = call.tile[2];
    add_pairs(tmp, src_, rows_);
    for (std::uint32_t count = rows_ / 2; count > 1; count /= 2) {
      add_pairs(tmp, tmp, count);
      unit_.barrier();
    }
    unit_.copy(dst_.address, tmp.address, 1, blocks_);
    unit_.barrier();
  }

  void fold() {
    if (!check()) return;
    unit_.copy(dst_.address, src_.address, 1, blocks_);
    unit_.barrier();
    if (rows_ == 1) return;
    const std::uint32_t lanes = lanes_of(src_.dtype);
    const std::uint32_t whole = cols_ / lanes * lanes;
    if (whole > 0) {
      unit_.count_mask(whole);
      fold_rows(0);
      unit_.full_mask();
    }
    if (whole < cols_) {
      unit_.lane_mask(cols_ - whole);
      fold_rows(whole);
      unit_.full_mask();
    }
    unit_.barrier();
  }

 private:
  bool check() {
    unit_.require_plain_rows({&dst_, &src_});
    return rows_ != 0 && cols_ != 0;
  }

  void add(std::uint64_t dst, std::uint64_t a, std::uint64_t b) {
    unit_.two_sources(opcode_, src_.dtype, {dst}, {a}, {b});
  }
  void fold_rows(std::uint32_t column) {
    for (std::uint32_t row = 1; row < rows_; ++row) {
      const std::uint64_t result = row_address(dst_, 0, column);
      add(result, result, row_address(src_, row, column));
      unit_.barrier();
    }
  }
  void add_rows() {
    unit_.count_mask(cols_);
    fold_rows(0);
    unit_.full_mask();
  }
  /// Sums of neighbouring rows to rows 0, 1, ... of dst; an odd last row to row 0.
  void add_pairs(const TileRef& dst, const TileRef& src, std::uint32_t rows) {
    unit_.count_mask(cols_);
    for (std::uint32_t i = 0; i < rows / 2; ++i) {
      add(row_address(dst, i), row_address(src, 2 * i), row_address(src, 2 * i + 1));
    }
    unit_.barrier();
    if (rows % 2 == 1) {
      add(dst.address, dst.address, row_address(src, rows - 1));
      unit_.barrier();
    }
    unit_.full_mask();
  }

  VectorUnit unit_;
  Opcode opcode_;
  const TileRef& dst_;
  const TileRef& src_;
  std::uint32_t rows_, cols_, blocks_;
};

/// tmp holds, a piece of columns at a time, the row's number, the extreme so far and, for 2-byte
/// values without a value tile, the extreme's row as int16.
class ColumnArgument {
 public:
  ColumnArgument(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        with_value_(call.tile_count == 4),
        maximum_(call.op == TileOp::TCOLARGMAX),
        value_(call.tile[0]),
        index_(call.tile[with_value_ ? 1 : 0]),
        src_(call.tile[with_value_ ? 2 : 1]),
        tmp_(call.tile[with_value_ ? 3 : 2].address),
        size_(size_bytes(src_.dtype)),
        number_(size_ == 2 ? DType::INT16 : DType::INT32),
        compared_(size_ == 2 ? DType::FLOAT16 : DType::FLOAT32),
        lanes_(lanes_of(src_.dtype)) {}

  void run() {
    unit_.require(size_ == 2 || size_ == 4, npusim::name(src_.dtype), "types of 2 or 4 bytes");
    unit_.require(src_.loc == TileLoc::Vec && src_.inner == InnerLayout::NoneBox,
                  "a tile that is boxed or not in UB", "tiles in UB without boxes");
    const std::uint32_t cols = cols_of(src_);
    const std::uint32_t whole = cols / lanes_, rest = cols % lanes_;
    gap_ = (whole > 0 ? lanes_ : rounded_up(cols, elements_of(src_.dtype))) * size_;
    for (std::uint32_t i = 0; i < whole; ++i) piece(i * lanes_, 0);
    if (rest > 0) piece(whole * lanes_, rest);
  }

 private:
  /// One repeat of columns; the last `rest` of them in count mode.
  void piece(std::uint32_t column, std::uint32_t rest) {
    const std::uint64_t extreme = tmp_ + gap_;
    const bool by_tmp = size_ == 2 && !with_value_;
    const std::uint64_t place =
        by_tmp ? tmp_ + 2 * std::uint64_t{gap_}
               : index_.address + std::uint64_t{column} * size_bytes(index_.dtype);
    if (rest > 0) unit_.count_mask(rest);
    unit_.fill(filled(), still(tmp_), 0);
    unit_.fill(number_, still(place), 0);
    move(extreme, src_.address + std::uint64_t{column} * size_, rest);
    unit_.barrier();
    for (std::uint32_t row = 1; row < rows_of(src_); ++row) {
      const std::uint64_t source =
          src_.address + (std::uint64_t{row} * static_cast<unsigned>(src_.cols) + column) * size_;
      unit_.with_scalar(Opcode::VADDS, number_, still(tmp_), still(tmp_), 1);
      unit_.compare(maximum_ ? Comparison::Ge : Comparison::Le, compared_, still(extreme),
                    still(source));
      unit_.barrier();
      unit_.select(SelectMode::CompareMask, compared_, still(place), still(place), still(tmp_));
      unit_.two_sources(maximum_ ? Opcode::VMAX : Opcode::VMIN, compared_, still(extreme),
                        still(extreme), still(source));
      unit_.barrier();
    }
    if (by_tmp) widen(place, column);
    if (with_value_) {
      move(value_.address + std::uint64_t{column} * size_, extreme, rest);
      unit_.barrier();
    }
    if (rest > 0) {
      unit_.full_mask();
      unit_.barrier();
    }
  }

  /// int16 to int32, by way of float16.
  void widen(std::uint64_t place, std::uint32_t column) {
    unit_.convert(DType::FLOAT16, still(place), DType::INT16, still(place), Rounding::Round);
    unit_.barrier();
    unit_.convert(DType::INT32, {index_.address + std::uint64_t{column} * 4}, DType::FLOAT16,
                  operand(place, 1, 4), Rounding::Round, 2);
    unit_.barrier();
  }

  void move(std::uint64_t dst, std::uint64_t src, std::uint32_t rest) {
    if (rest == 0) return unit_.copy(dst, src, 1, kRepeatBytes / kBlockBytes);
    unit_.one_source(Opcode::VCOPY, number_, still(dst), still(src));
  }
  DType filled() const { return src_.dtype; }
  static VectorOperand still(std::uint64_t address) { return operand(address, 1, 0); }

  VectorUnit unit_;
  bool with_value_, maximum_;
  const TileRef& value_;
  const TileRef& index_;
  const TileRef& src_;
  std::uint64_t tmp_;
  unsigned size_;
  DType number_, compared_;
  std::uint32_t lanes_;
  std::uint32_t gap_ = 0;  ///< bytes between the parts of tmp
};

}  // namespace

void column_sum(const TileCall& call, Issuer& front_end) { ColumnReduction(call, front_end).sum(); }
void column_fold(const TileCall& call, Issuer& front_end) {
  ColumnReduction(call, front_end).fold();
}
void column_argument(const TileCall& call, Issuer& front_end) {
  ColumnArgument(call, front_end).run();
}

}  // namespace npusim::library::expanders
