// SPDX-License-Identifier: Apache-2.0
// TEXTRACT and TINSERT within UB: whole blocks as bursts, the rest of rows as pairs of bytes under
// a mask, single elements by the scalar unit. Tiles with boxes move a column of boxes (a stripe)
// like a row. TEXTRACT of rows into boxes goes stripe by stripe.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kScratchBytes = 8 * 1024;

bool is_nz(const TileRef& tile) {
  return tile.outer == OuterLayout::ColMajor && tile.inner == InnerLayout::RowMajor;
}

class UbMove {
 public:
  UbMove(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        insert_(call.op == TileOp::TINSERT),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        small_(insert_ ? src_ : dst_),
        row_(static_cast<std::uint32_t>(call.mode[0])),
        column_(static_cast<std::uint32_t>(call.mode[1])),
        size_(size_bytes(dst_.dtype)),
        line_(kBlockBytes / size_) {}

  void run() {
    unit_.require(size_ == size_bytes(src_.dtype) && size_ <= 4, "element types of other sizes",
                  "one size, of 1, 2 or 4 bytes");
    const bool boxes = is_nz(dst_) && is_nz(src_);
    if (!insert_ && is_nz(dst_) && plain_rows(src_)) return into_boxes();
    unit_.require(boxes || (plain_rows(dst_) && plain_rows(src_)),
                  "a pair of layouts other than rows to rows and boxes to boxes",
                  "RowMajor tiles, Nz tiles; TEXTRACT of rows into Nz");
    rows_ = rows_of(small_);
    cols_ = cols_of(small_);
    if (small_.static_valid_rows == 1 && small_.static_valid_cols == 1) return element(boxes);
    if (boxes) return stripes();
    rows();
  }

 private:
  /// Where the smaller tile lies in the larger one.
  std::uint64_t place(const TileRef& tile, bool boxes) const {
    const bool large = insert_ == (&tile == &dst_);
    if (!large) return tile.address;
    if (!boxes) return row_address(tile, row_, column_);
    const auto pitch = static_cast<std::uint64_t>(tile.rows);
    return tile.address + (column_ / line_ * pitch + row_) * kBlockBytes +
           std::uint64_t{column_ % line_} * size_ * (small_is_one() ? 1 : 0);
  }
  bool small_is_one() const {
    return small_.static_valid_rows == 1 && small_.static_valid_cols == 1;
  }

  void element(bool boxes) {
    unit_.sync_v_to_s();
    unit_.store(place(dst_, boxes), unit_.load(place(src_, boxes), size_), size_);
    unit_.sync_s_to_v();
  }

  void rows() {
    const std::uint64_t dst = place(dst_, false), src = place(src_, false);
    const std::uint32_t bytes = cols_ * size_;
    const bool whole_by_type = small_.static_valid_cols * static_cast<std::int32_t>(size_) %
                                   static_cast<std::int32_t>(kBlockBytes) ==
                               0;
    const auto touches = [&](const TileRef& tile) {
      return cols_ == static_cast<unsigned>(tile.cols);
    };
    if (whole_by_type && touches(dst_) && touches(src_)) {
      return unit_.copy(dst, src, 1, rows_ * bytes / kBlockBytes);
    }
    const std::uint32_t whole = bytes / kBlockBytes * kBlockBytes;
    if (whole > 0 || whole_by_type) {
      unit_.copy(dst, src, rows_, whole / kBlockBytes, (pitch_bytes(src_) - whole) / kBlockBytes,
                 (pitch_bytes(dst_) - whole) / kBlockBytes);
    }
    if (whole_by_type || bytes == whole) return;
    tail(dst + whole, src + whole, (bytes - whole) / 2, pitch_blocks(dst_), pitch_blocks(src_));
  }

  void stripes() {
    const std::uint64_t dst = place(dst_, true), src = place(src_, true);
    const std::uint32_t whole = cols_ / line_, rest = cols_ % line_;
    const auto dst_rows = static_cast<std::uint32_t>(dst_.rows),
               src_rows = static_cast<std::uint32_t>(src_.rows);
    if (whole > 0) unit_.copy(dst, src, whole, rows_, src_rows - rows_, dst_rows - rows_);
    if (rest == 0) return;
    tail(dst + std::uint64_t{whole} * dst_rows * kBlockBytes,
         src + std::uint64_t{whole} * src_rows * kBlockBytes, rest * size_ / 2, 1, 1);
  }

  /// `pairs` pairs of bytes of each row.
  void tail(std::uint64_t dst, std::uint64_t src, std::uint32_t pairs, std::uint32_t dst_pitch,
            std::uint32_t src_pitch) {
    unit_.count_mask(pairs);
    copy_rows(dst, src, dst_pitch, src_pitch);
    unit_.full_mask();
  }
  void copy_rows(std::uint64_t dst, std::uint64_t src, std::uint32_t dst_pitch,
                 std::uint32_t src_pitch) {
    for (std::uint32_t row = 0; row < rows_; row += kMaxRepeats) {
      unit_.one_source(Opcode::VCOPY, DType::UINT16,
                       operand(dst + std::uint64_t{row} * dst_pitch * kBlockBytes, 1, dst_pitch),
                       operand(src + std::uint64_t{row} * src_pitch * kBlockBytes, 1, src_pitch),
                       std::min<std::uint32_t>(rows_ - row, kMaxRepeats));
    }
  }

  void into_boxes() {
    rows_ = rows_of(dst_);
    cols_ = cols_of(dst_);
    const bool aligned = column_ * size_ % kBlockBytes == 0;
    if ((rows_ == 1 && cols_ == 1) || !aligned) return element_by_element();
    if (size_ == 1 && cols_ % 2 != 0) return by_float16();
    for (std::uint32_t column = 0; column < cols_; column += line_) {
      unit_.count_mask(std::min(cols_ - column, line_) * size_ / 2);
      copy_rows(stripe(column), row_address(src_, row_, column_ + column), 1, pitch_blocks(src_));
    }
    unit_.full_mask();
  }
  std::uint64_t stripe(std::uint32_t column) const {
    return dst_.address +
           std::uint64_t{column / line_} * static_cast<unsigned>(dst_.rows) * kBlockBytes;
  }

  void element_by_element() {
    unit_.sync_v_to_s();
    for (std::uint32_t row = 0; row < rows_; ++row) {
      for (std::uint32_t column = 0; column < cols_; ++column) {
        const std::uint64_t target = stripe(column) + std::uint64_t{row} * kBlockBytes +
                                     std::uint64_t{column % line_} * size_;
        unit_.store(target, unit_.load(row_address(src_, row_ + row, column_ + column), size_),
                    size_);
      }
    }
    unit_.sync_s_to_v();
  }

  /// An odd number of bytes a row: through float16 in the library's scratch.
  void by_float16() {
    const std::uint32_t rows_at_once = kScratchBytes / (line_ * 2);
    unit_.full_mask();
    for (std::uint32_t column = 0; column < cols_; column += line_) {
      unit_.lane_mask(std::min(cols_ - column, line_));
      for (std::uint32_t row = 0; row < rows_; row += rows_at_once) {
        const std::uint32_t count = std::min(rows_ - row, rows_at_once);
        const VectorOperand halves = operand(kLibraryScratch, 1, 2);
        unit_.convert(
            DType::FLOAT16, halves, DType::INT8,
            operand(row_address(src_, row_ + row, column_ + column), 1, pitch_blocks(src_)),
            Rounding::None, count);
        unit_.barrier();
        unit_.convert(DType::INT8, operand(stripe(column) + std::uint64_t{row} * kBlockBytes, 1, 1),
                      DType::FLOAT16, halves, Rounding::Trunc, count);
        unit_.barrier();
      }
    }
    unit_.full_mask();
  }

  VectorUnit unit_;
  bool insert_;
  const TileRef& dst_;
  const TileRef& src_;
  const TileRef& small_;  ///< the tile that is part of the other
  std::uint32_t row_, column_;
  unsigned size_;
  std::uint32_t line_;  ///< elements of a box's row
  std::uint32_t rows_ = 0, cols_ = 0;
};

}  // namespace

void move_within_ub(const TileCall& call, Issuer& front_end) { UbMove(call, front_end).run(); }

}  // namespace npusim::library::expanders
