// SPDX-License-Identifier: Apache-2.0
// TPARTADD, TPARTMUL, TPARTMAX, TPARTMIN: one operand covers dst, the other may be smaller; where
// only one has elements, they are copied. TPARTARGMAX and TPARTARGMIN do so with values and
// indices.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

bool same_valid_size(const TileRef& a, const TileRef& b) {
  return a.valid_rows == b.valid_rows && a.valid_cols == b.valid_cols;
}

/// Rows [first, rows) as whole blocks: at once where both tiles have the same pitch.
void copy_rows(VectorUnit& unit, const TileRef& dst, const TileRef& src, std::uint32_t rows,
               std::uint32_t cols, std::uint32_t first) {
  const std::uint32_t count = rows - first;
  const unsigned size = size_bytes(dst.dtype);
  if (dst.cols == src.cols) {
    unit.copy(row_address(dst, first), row_address(src, first), 1,
              blocks_for(std::uint64_t{count} * pitch_bytes(dst)), 1, 1);
  } else {
    for (std::uint32_t row = first; row < rows; ++row) {
      unit.copy(row_address(dst, row), row_address(src, row), 1,
                blocks_for(std::uint64_t{cols} * size), 1, 1);
    }
  }
  unit.full_mask();
}

class PartOperation {
 public:
  PartOperation(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end), opcode_(opcode_of(call.op)), dst_(call.tile[0]) {}

  /// `whole` covers dst.
  void run(const TileRef& whole, const TileRef& part) {
    if (same_valid_size(part, dst_)) {
      operate(dst_, whole, part, rows_of(dst_), cols_of(dst_));
    } else if (part.valid_rows < dst_.valid_rows && part.valid_cols == dst_.valid_cols) {
      if (part.valid_rows != 0) operate(dst_, whole, part, rows_of(part), cols_of(part));
      copy_rows(unit_, dst_, whole, rows_of(whole), cols_of(dst_), rows_of(part));
    } else if (part.valid_rows <= dst_.valid_rows && part.valid_cols < dst_.valid_cols) {
      copy_rows(unit_, dst_, whole, rows_of(whole), cols_of(dst_), 0);
      if (part.valid_cols == 0) return;
      unit_.barrier();
      operate(dst_, part, dst_, rows_of(part), cols_of(part));
    }
  }

  VectorUnit& unit() { return unit_; }

 private:
  void operate(const TileRef& dst, const TileRef& a, const TileRef& b, std::uint32_t rows,
               std::uint32_t cols) {
    const std::uint32_t lanes = lanes_of(dst.dtype);
    const auto fits = [](const TileRef& tile) { return pitch_blocks(tile) <= kMaxRepeatStride; };
    const auto issue = [&](std::uint32_t row, std::uint32_t column, std::uint32_t repeats) {
      const auto at = [&](const TileRef& tile) {
        return operand(row_address(tile, row, column), 1, repeats == 0 ? 8 : pitch_blocks(tile));
      };
      unit_.two_sources(opcode_, dst.dtype, at(dst), at(a), at(b), repeats);
    };
    const std::uint32_t width = (cols + lanes - 1) / lanes,
                        height = (rows + kMaxRepeats - 1) / kMaxRepeats;
    if (!fits(dst) || !fits(a) || !fits(b) || rows < width * height) {
      unit_.count_mask(cols);
      for (std::uint32_t row = 0; row < rows; ++row) issue(row, 0, 0);
      return unit_.full_mask();
    }
    const auto all_rows = [&](std::uint32_t column) {
      for (std::uint32_t row = 0; row < rows; row += kMaxRepeats) {
        issue(row, column, std::min<std::uint32_t>(rows - row, kMaxRepeats));
      }
    };
    std::uint32_t column = 0;
    for (; column + lanes <= cols; column += lanes) all_rows(column);
    if (column == cols) return;
    unit_.lane_mask(cols - column);
    all_rows(column);
    unit_.full_mask();
  }

  VectorUnit unit_;
  Opcode opcode_;
  const TileRef& dst_;
};

/// Value and index tiles of one operand.
struct Pair {
  const TileRef& value;
  const TileRef& index;
};

class PartArgument {
 public:
  PartArgument(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        comparison_(call.op == TileOp::TPARTARGMAX ? Comparison::Ge : Comparison::Le),
        dst_{call.tile[0], call.tile[3]},
        a_{call.tile[1], call.tile[4]},
        b_{call.tile[2], call.tile[5]} {}

  void run() {
    if (!sizes_fit()) return;
    const TileRef &a = a_.value, &b = b_.value;
    const std::uint32_t rows = std::min(rows_of(a), rows_of(b)),
                        cols = std::min(cols_of(a), cols_of(b));
    if (a.valid_cols == b.valid_cols) {
      choose(rows, cols);
      if (a.valid_rows < b.valid_rows) copy(b_, rows_of(a));
      if (b.valid_rows < a.valid_rows) copy(a_, rows_of(b));
    } else if (a.valid_rows <= b.valid_rows && a.valid_cols < b.valid_cols) {
      copy(b_, 0);
      choose(rows, cols);
    } else if (b.valid_rows <= a.valid_rows && b.valid_cols < a.valid_cols) {
      copy(a_, 0);
      choose(rows, cols);
    }
  }

 private:
  /// As the library: sizes that do not fit lead to nothing.
  bool sizes_fit() const {
    const TileRef& dst = dst_.value;
    return same_valid_size(dst, dst_.index) && same_valid_size(a_.value, a_.index) &&
           same_valid_size(b_.value, b_.index) && dst.valid_rows != 0 && dst.valid_cols != 0 &&
           dst.valid_rows == std::max(a_.value.valid_rows, b_.value.valid_rows) &&
           dst.valid_cols == std::max(a_.value.valid_cols, b_.value.valid_cols);
  }

  void copy(const Pair& from, std::uint32_t first) {
    copy_rows(unit_, dst_.value, from.value, rows_of(from.value), cols_of(from.value), first);
    copy_rows(unit_, dst_.index, from.index, rows_of(from.value), cols_of(from.value), first);
  }

  void choose(std::uint32_t rows, std::uint32_t cols) {
    if (rows == 0 || cols == 0) return;
    const std::uint32_t lanes = lanes_of(dst_.value.dtype);
    if (size_bytes(dst_.value.dtype) != size_bytes(dst_.index.dtype)) {
      unit_.front_end().set_mask({false, 0, ~std::uint64_t{0}});
    } else {
      unit_.full_mask();
    }
    for (std::uint32_t column = 0; column < cols; column += lanes) {
      const bool rest = column + lanes > cols;
      if (rest) unit_.lane_mask(cols - column);
      for (std::uint32_t row = 0; row < rows; ++row) choose_at(row, column);
    }
    unit_.full_mask();
  }

  void choose_at(std::uint32_t row, std::uint32_t column) {
    const auto at = [&](const TileRef& tile) {
      return operand(row_address(tile, row, column), 1, 0);
    };
    const DType type = dst_.value.dtype;
    const DType index_type = size_bytes(dst_.index.dtype) == 4 ? DType::FLOAT32 : type;
    unit_.compare(comparison_, type, at(a_.value), at(b_.value));
    unit_.barrier();
    unit_.select(SelectMode::CompareMask, type, at(dst_.value), at(a_.value), at(b_.value));
    unit_.select(SelectMode::CompareMask, index_type, at(dst_.index), at(a_.index), at(b_.index));
    unit_.barrier();
  }

  VectorUnit unit_;
  Comparison comparison_;
  Pair dst_, a_, b_;
};

}  // namespace

void part_operation(const TileCall& call, Issuer& front_end) {
  PartOperation operation(call, front_end);
  const auto& [dst, a, b, unused0, unused1, unused2] = call.tile;
  operation.unit().require_plain_rows({&dst, &a, &b});
  if (dst.valid_rows == 0 || dst.valid_cols == 0) return;
  if (same_valid_size(a, dst)) return operation.run(a, b);
  if (same_valid_size(b, dst)) operation.run(b, a);
}

void part_argument(const TileCall& call, Issuer& front_end) { PartArgument(call, front_end).run(); }

}  // namespace npusim::library::expanders
