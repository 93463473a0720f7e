// SPDX-License-Identifier: Apache-2.0
// A column over rows: TROWEXPAND, and the operations dst[i,j] = a[i,j] op b[i].
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

constexpr unsigned kElementsPerVbrcb = 8;    ///< a repeat
constexpr std::uint32_t kRowsPerPass = 240;  ///< rows from 256 on: what the 8 KiB scratch holds

/// Each of `count` elements from `source` to a block of its own from `target`.
void broadcast(VectorEmitter& emitter, DType type, std::uint64_t target, std::uint64_t source,
               std::uint32_t count) {
  BroadcastInstruction instruction;
  instruction.dtype = size_bytes(type) == 4 ? DType::UINT32 : DType::UINT16;
  instruction.dst.address = target;
  instruction.src = source;
  instruction.repeats = (count + kElementsPerVbrcb - 1) / kElementsPerVbrcb;
  emitter.issue(instruction);
}

class RowBroadcastOperation {
 public:
  RowBroadcastOperation(const TileCall& call, Issuer& front_end)
      : call_(call), emitter_(call, front_end), dst_(call.tile[0]), lanes_(lanes_of(dst_.dtype)) {
    // The operand of dst's valid size is the matrix; of two, the one with the longer rows (with
    // tmp, the first).
    const auto like_dst = [&](const TileRef& tile) {
      return rows_of(tile) == rows_of(dst_) && cols_of(tile) == cols_of(dst_);
    };
    column_first_ = !like_dst(call.tile[1]);
    if (!column_first_ && like_dst(call.tile[2]) && call.tile_count < 4) {
      column_first_ = row_stride(call.tile[1]) < row_stride(call.tile[2]);
    }
  }

  void run() {
    const TileRef& column = column_tile();
    emitter_.require_plain_rows({&dst_, &matrix()});
    emitter_.require(column.loc == TileLoc::Vec && column.inner == InnerLayout::NoneBox,
                     "a column that is boxed or not in UB", "tiles in UB without boxes");
    const std::uint32_t rows = rows_of(dst_);
    if (rows == 0 || cols_of(dst_) == 0) return;
    const bool block_a_row = column.outer == OuterLayout::RowMajor && call_.tile_count < 4;
    if (block_a_row) {
      emitter_.require(pitch_blocks(column) == 1, "a RowMajor column of wider rows",
                       "one block a row, or a ColMajor column");
      operate_in_passes(column.address);
    } else if (rows <= kMaxRepeats) {
      broadcast(emitter_, dst_.dtype, scratch(), column.address, rows);
      emitter_.barrier();
      operate(0, rows, scratch());
    } else {
      broadcast_in_passes(column);
    }
  }

 private:
  static std::int32_t row_stride(const TileRef& tile) {
    return tile.outer == OuterLayout::RowMajor ? tile.cols : 1;
  }
  /// Whether the order of operands matters; else the library puts the matrix first.
  bool ordered() const {
    return call_.op == TileOp::TROWEXPANDSUB || call_.op == TileOp::TROWEXPANDDIV ||
           call_.op == TileOp::TROWEXPANDEXPDIF;
  }
  const TileRef& matrix() const { return call_.tile[column_first_ ? 2 : 1]; }
  const TileRef& column_tile() const { return call_.tile[column_first_ ? 1 : 2]; }
  std::uint64_t scratch() const {
    return call_.tile_count >= 4 ? call_.tile[3].address : kLibraryScratch;
  }

  void operate_in_passes(std::uint64_t blocks) {
    for (std::uint32_t row = 0; row < rows_of(dst_); row += kMaxRepeats) {
      operate(row, std::min<std::uint32_t>(rows_of(dst_) - row, kMaxRepeats),
              blocks + std::uint64_t{row} * kBlockBytes);
    }
  }

  void broadcast_in_passes(const TileRef& column) {
    const std::uint32_t rows = rows_of(dst_);
    for (std::uint32_t row = 0; row < rows; row += kRowsPerPass) {
      const std::uint32_t count = std::min(rows - row, kRowsPerPass);
      broadcast(emitter_, dst_.dtype, scratch(),
                column.address + std::uint64_t{row} * size_bytes(dst_.dtype), count);
      emitter_.barrier();
      operate(row, count, scratch());
      if (count == kRowsPerPass) emitter_.barrier();
    }
  }

  /// Rows [first, first+count), whose column elements fill the blocks from `blocks` on.
  void operate(std::uint32_t first, std::uint32_t count, std::uint64_t blocks) {
    const std::uint32_t cols = cols_of(dst_);
    const bool strides_fit =
        pitch_blocks(dst_) <= kMaxRepeatStride && pitch_blocks(matrix()) <= kMaxRepeatStride;
    if (!strides_fit || cols / lanes_ > count) return row_by_row(first, count, blocks);
    const bool narrow = std::min(dst_.cols, matrix().cols) < static_cast<int>(lanes_);
    const std::uint32_t whole = narrow ? 0 : cols / lanes_;
    for (std::uint32_t i = 0; i < whole; ++i) issue(first, i * lanes_, count, blocks, 1);
    if (cols > whole * lanes_) {
      emitter_.lane_mask(cols - whole * lanes_);
      issue(first, whole * lanes_, count, blocks, 1);
      emitter_.full_mask();
    }
  }

  void row_by_row(std::uint32_t first, std::uint32_t count, std::uint64_t blocks) {
    emitter_.count_mask(cols_of(dst_));
    for (std::uint32_t i = 0; i < count; ++i) {
      issue(first + i, 0, 0, blocks + std::uint64_t{i} * kBlockBytes, 0);
    }
    emitter_.full_mask();
  }

  /// repeats = 0: count mode, a row of consecutive repeats.
  void issue(std::uint32_t row, std::uint32_t column, std::uint32_t repeats, std::uint64_t blocks,
             std::uint16_t block_repeat_stride) {
    const auto at = [&](const TileRef& tile) {
      VectorOperand operand;
      operand.address = row_address(tile, row, column);
      if (repeats > 0) operand.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(tile));
      return operand;
    };
    LaneInstruction instruction = lanes(opcode_of(call_.op), dst_.dtype);
    instruction.repeats = repeats;
    instruction.dst = at(dst_);
    const bool swapped = column_first_ && ordered();
    (swapped ? instruction.src1 : instruction.src0) = at(matrix());
    (swapped ? instruction.src0 : instruction.src1) = {blocks, 0, block_repeat_stride};
    emitter_.issue(instruction);
  }

  const TileCall& call_;
  VectorEmitter emitter_;
  const TileRef& dst_;
  unsigned lanes_;
  bool column_first_ = false;
};

/// A static column whose rows become one block each.
bool fills_blocks(const TileRef& dst, const TileRef& src) {
  const auto whole = [](const TileRef& tile) {
    return tile.static_valid_rows == tile.rows && tile.static_valid_cols == tile.cols;
  };
  const bool row_major = src.outer == OuterLayout::RowMajor;
  return size_bytes(src.dtype) > 1 && whole(src) && whole(dst) &&
         dst.cols == static_cast<int>(elements_of(dst.dtype)) &&
         (row_major ? src.rows == 1 && src.cols == dst.rows
                    : src.cols == 1 && src.rows == dst.rows);
}

}  // namespace

void row_broadcast_operation(const TileCall& call, Issuer& front_end) {
  RowBroadcastOperation(call, front_end).run();
  if (call.op != TileOp::TROWEXPANDEXPDIF) return;
  VectorEmitter(call, front_end).barrier();
  unary(call_of(call, TileOp::TEXP, {call.tile[0], call.tile[0]}), front_end);
}

/// A row at a time: the scalar unit reads the element, the vector unit fills the row.
void row_broadcast(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  emitter.require_plain_rows({&dst});
  emitter.require(src.loc == TileLoc::Vec && src.inner == InnerLayout::NoneBox,
                  "a source that is boxed or not in UB", "tiles in UB without boxes");
  if (fills_blocks(dst, src)) {
    constexpr std::uint32_t kElements = (kMaxRepeats - 1) * kElementsPerVbrcb;
    const auto count = static_cast<std::uint32_t>(src.rows * src.cols);
    for (std::uint32_t first = 0; first < count; first += kElements) {
      broadcast(emitter, src.dtype, dst.address + std::uint64_t{first} * kBlockBytes,
                src.address + std::uint64_t{first} * size_bytes(src.dtype),
                std::min(count - first, kElements));
    }
    return;
  }
  const unsigned size = size_bytes(dst.dtype);
  LaneInstruction instruction = lanes(Opcode::VECTOR_DUP, size == 1 ? DType::UINT16 : dst.dtype);
  emitter.count_mask(size == 1 ? (cols_of(dst) + 1) / 2 : cols_of(dst));
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    emitter.sync_v_to_s();
    const std::uint64_t value = front_end.load_ub(src.outer == OuterLayout::RowMajor
                                                      ? row_address(src, row)
                                                      : src.address + std::uint64_t{row} * size,
                                                  size);
    emitter.sync_s_to_v();
    instruction.scalar = size == 1 ? value | value << 8 : value;
    instruction.dst.address = row_address(dst, row);
    emitter.issue(instruction);
  }
  emitter.full_mask();
}

}  // namespace npusim::library::expanders
