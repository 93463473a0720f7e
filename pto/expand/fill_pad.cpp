// SPDX-License-Identifier: Apache-2.0
// TFILLPAD, TFILLPAD_EXPAND: copies src's rows, then pads to the right and below; _INPLACE pads
// only. To the right: the rest of the last block under a mask (bytes: by the scalar unit), whole
// blocks of the first row, and from there into the other rows. In L1: zeros, block by block.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/pad_value.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

class FillPad {
 public:
  FillPad(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        size_(size_bytes(dst_.dtype)),
        words_(as_words(dst_)),
        type_(size_ == 4 ? DType::UINT32 : DType::UINT16),
        pad_(pad_bits(dst_)),
        rows_(rows_of(src_)) {
    const std::uint32_t valid = (cols_of(src_) * size_ + word_bytes() - 1) / word_bytes();
    first_pad_ = rounded_up(valid, kBlockBytes / word_bytes());
  }

  void run() {
    unit_.require_plain_rows({&dst_, &src_});
    unit_.require(size_ <= 4 && size_ == size_bytes(src_.dtype), "element types of other sizes",
                  "one size, of 1, 2 or 4 bytes");
    if (dst_.valid_rows == 0 || dst_.valid_cols == 0) return;
    if (unit_.call().op != TileOp::TFILLPAD_INPLACE) copy();
    if (dst_.pad_value != src_.pad_value) {
      if (size_ == 1) {
        pad_bytes();
      } else {
        pad_last_block();
      }
    }
    pad_first_row();
    if (src_.rows > 1) pad_other_rows();
    pad_below();
    unit_.full_mask();
  }

 private:
  /// Bytes go in pairs.
  static TileRef as_words(const TileRef& tile) {
    return size_bytes(tile.dtype) == 1 ? as_halfwords(tile) : tile;
  }
  std::uint32_t word_bytes() const { return size_ == 1 ? 2 : size_; }
  std::uint64_t pad_word() const { return size_ == 1 ? pad_ << 8 | pad_ : pad_; }
  std::uint32_t pitch(const TileRef& tile) const { return pitch_blocks(tile); }

  void copy() {
    const TileRef from = as_words(src_);
    unit_.count_mask(static_cast<std::uint64_t>(from.cols));
    std::uint32_t row = 0;
    do {
      const std::uint32_t count = src_.rows > static_cast<int>(kMaxRepeats)
                                      ? std::min<std::uint32_t>(rows_ - row, kMaxRepeats)
                                      : rows_ - row;
      unit_.one_source(Opcode::VCOPY, type_, operand(row_address(dst_, row), 1, pitch(dst_)),
                       operand(row_address(src_, row), 1, pitch(src_)), count);
      row += count;
    } while (row < rows_);
  }

  void pad_bytes() {
    const std::uint32_t cols = cols_of(src_), end = rounded_up(cols, kBlockBytes);
    unit_.sync_v_to_s();
    for (std::uint32_t row = 0; row < rows_; ++row) {
      for (std::uint32_t column = cols; column < end; ++column) {
        unit_.store(row_address(dst_, row, column), pad_, 1);
      }
    }
    unit_.front_end().fence_ub();
  }

  void pad_last_block() {
    const std::uint32_t per_block = kBlockBytes / size_;
    const std::uint32_t lanes = first_pad_ - cols_of(src_);
    const std::uint64_t all = (std::uint64_t{1} << per_block) - 1;
    const std::uint32_t keep = per_block - lanes;
    unit_.front_end().set_mask({false, 0, all >> keep << keep});
    const std::uint64_t block = dst_.address + std::uint64_t{first_pad_ - per_block} * size_;
    std::uint32_t row = 0;
    if (src_.rows > static_cast<int>(kMaxRepeats) && rows_ > kMaxRepeats) {
      fill_column(block, 0, kMaxRepeats);
      row = kMaxRepeats;
    }
    if (row < rows_) fill_column(block, row, rows_ - row);
    unit_.barrier();
  }
  void fill_column(std::uint64_t block, std::uint32_t row, std::uint32_t repeats) {
    unit_.fill(type_, operand(block + std::uint64_t{row} * pitch_bytes(dst_), 1, pitch(dst_)), pad_,
               repeats);
  }

  std::uint64_t first_pad() const {
    return dst_.address + std::uint64_t{first_pad_} * word_bytes();
  }
  std::uint32_t columns() const { return static_cast<std::uint32_t>(words_.cols); }

  void pad_first_row() {
    unit_.count_mask(columns() - first_pad_);
    unit_.fill(type_, {first_pad()}, pad_word());
    unit_.barrier();
  }

  void pad_other_rows() {
    std::uint32_t left = rows_ > 0 ? rows_ - 1 : 0, row = 1;
    const auto spread = [&](std::uint32_t count) {
      unit_.one_source(
          Opcode::VCOPY, type_,
          operand(first_pad() + std::uint64_t{row} * pitch_bytes(dst_), 1, pitch(dst_)),
          operand(first_pad(), 0, 0), count);
      row += count;
      left -= count;
    };
    while (src_.rows > static_cast<int>(kMaxRepeats) && left > kMaxRepeats) spread(kMaxRepeats);
    if (left > 0) spread(left);
  }

  void pad_below() {
    if (rows_of(dst_) <= rows_) return;
    unit_.count_mask(std::uint64_t{rows_of(dst_) - rows_} * columns());
    unit_.fill(type_, {row_address(dst_, rows_)}, pad_word());
  }

  VectorUnit unit_;
  const TileRef& dst_;
  const TileRef& src_;
  unsigned size_;
  TileRef words_;
  DType type_;
  std::uint64_t pad_;
  std::uint32_t rows_;
  std::uint32_t first_pad_ = 0;  ///< words from the start of a row
};

/// Zeros behind the valid rows of each column of boxes, and in the columns behind the valid ones.
void fill_pad_l1(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const std::uint32_t line = elements_of(dst.dtype);
  const std::uint32_t cols = rounded_up(cols_of(dst), line);
  const auto rows = static_cast<std::uint32_t>(dst.rows);
  const auto zeros = [&](std::uint64_t address, std::uint32_t repeats, std::uint32_t blocks,
                         std::uint32_t gap) {
    MatrixFill fill;
    fill.dst = address;
    fill.repeats = static_cast<std::uint16_t>(repeats);
    fill.blocks = static_cast<std::uint16_t>(blocks);
    fill.gap = static_cast<std::uint16_t>(gap);
    unit.issue(fill);
  };
  if (rows_of(dst) != rows) {
    zeros(dst.address + std::uint64_t{rows_of(dst)} * kBlockBytes, cols / line, rows - rows_of(dst),
          rows_of(dst));
  }
  if (cols < static_cast<std::uint32_t>(dst.cols)) {
    zeros(dst.address + std::uint64_t{rows} * cols * size_bytes(dst.dtype), 1,
          rows * (static_cast<std::uint32_t>(dst.cols) - cols) / line, 0);
  }
}

}  // namespace

void fill_pad(const TileCall& call, Issuer& front_end) {
  if (call.tile[0].loc == TileLoc::Mat) return fill_pad_l1(call, front_end);
  FillPad(call, front_end).run();
}

}  // namespace npusim::library::expanders
