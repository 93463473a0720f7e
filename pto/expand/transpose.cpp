// SPDX-License-Identifier: Apache-2.0
// TTRANS: boxes of 16 rows (1-byte: 32) by one block of columns, transposed into tmp, then copied
// to dst. Shapes whose rows are no whole boxes go through the scalar unit.
#include <algorithm>
#include <span>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kRowsPerInstruction = 16;

class Transpose {
 public:
  Transpose(const TileCall& call, Issuer& front_end)
      : emitter_(call, front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        tmp_(call.tile[2]),
        size_(size_bytes(src_.dtype)),
        rows_(rows_of(src_)),
        cols_(cols_of(src_)),
        box_rows_(size_ == 1 ? 32 : 16),
        box_cols_(elements_of(src_.dtype)),
        tmp_pitch_((rows_ + box_rows_ - 1) / box_rows_ * box_rows_) {}

  void run() {
    emitter_.require_plain_rows({&dst_, &src_, &tmp_});
    emitter_.require(size_ <= 4, npusim::name(src_.dtype), "types of 1, 2 or 4 bytes");
    if (rows_ == 0 || cols_ == 0) return;
    if (static_cast<unsigned>(dst_.cols) % box_rows_ != 0 ||
        static_cast<unsigned>(src_.cols) % box_cols_ != 0) {
      return by_scalar_unit();
    }
    const std::uint32_t box_columns = (cols_ + box_cols_ - 1) / box_cols_;
    const std::uint32_t whole = rows_ / box_rows_, rest = rows_ % box_rows_;
    // Whole boxes: for each column of boxes one instruction, a repeat a box.
    for (std::uint32_t i = 0; whole > 0 && i < box_columns; ++i) {
      convert(0, i * box_cols_, whole, box_rows_, size_ == 4 ? 2 : 1, box_rows_ * src_blocks());
    }
    // The last rows: one instruction, a repeat a column of boxes.
    if (rest > 0) {
      convert(whole * box_rows_, 0, box_columns, rest, box_cols_ * tmp_blocks(), 1);
    }
    copy_to_dst();
  }

 private:
  std::uint32_t src_blocks() const { return pitch_blocks(src_); }
  std::uint32_t tmp_blocks() const { return tmp_pitch_ * size_ / kBlockBytes; }
  std::uint64_t tmp_address(std::uint32_t row, std::uint32_t column) const {
    return tmp_.address + (std::uint64_t{row} * tmp_pitch_ + column) * size_;
  }

  /// The boxes from (row, column) on, `rows` rows high, into tmp.
  void convert(std::uint32_t row, std::uint32_t column, std::uint32_t repeats, std::uint32_t rows,
               std::uint32_t dst_repeat_stride, std::uint32_t src_repeat_stride) {
    TransposeInstruction instruction;
    instruction.dtype = src_.dtype;
    instruction.repeats = repeats;
    instruction.dst_stride = static_cast<std::uint16_t>(repeats == 1 ? 0 : dst_repeat_stride);
    instruction.src_stride = static_cast<std::uint16_t>(repeats == 1 ? 0 : src_repeat_stride);
    load_address_registers();
    // 1-byte types: each half of the source rows, each half of their columns.
    for (std::uint32_t half = 0; half < (size_ == 1 ? 2u : 1u); ++half) {
      const std::uint32_t skipped = half * kRowsPerInstruction;
      if (rows <= skipped) break;
      instruction.rows = static_cast<std::uint8_t>(std::min(rows - skipped, kRowsPerInstruction));
      instruction.dst_high = half == 1;
      for (unsigned i = 0; i < kRowsPerInstruction; ++i) {
        instruction.src[i] = row_address(src_, row + skipped + i, column);
      }
      for (std::uint32_t side = 0; side < (size_ == 1 ? 2u : 1u); ++side) {
        instruction.src_high = side == 1;
        // A line of 16 elements: a block, of 4-byte elements two.
        const unsigned line_blocks = size_ == 4 ? 2 : 1;
        for (unsigned i = 0; i < kRowsPerInstruction; ++i) {
          instruction.dst[i] =
              tmp_address(column + side * kRowsPerInstruction + i / line_blocks, row) +
              i % line_blocks * kBlockBytes;
        }
        emitter_.issue(instruction);
      }
    }
  }

  /// As many as the conversions take; what they hold is in the conversions' own operands.
  void load_address_registers() {
    constexpr std::uint8_t kWords[] = {2, 3, 0, 1}, kBytes[] = {2, 3, 0, 1, 4, 5, 6, 7};
    AddressRegisterLoad load;
    for (const std::uint8_t number : size_ == 1 ? std::span<const std::uint8_t>(kBytes)
                                                : std::span<const std::uint8_t>(kWords)) {
      load.register_number = number;
      emitter_.issue(load);
    }
  }

  void copy_to_dst() {
    BlockCopy copy;
    copy.dtype = dst_.dtype;
    copy.bursts = cols_;
    copy.burst_blocks = blocks_for(std::uint64_t{rows_} * size_);
    copy.dst = dst_.address;
    copy.src = tmp_.address;
    copy.dst_gap = pitch_blocks(dst_) - copy.burst_blocks;
    copy.src_gap = tmp_blocks() - copy.burst_blocks;
    emitter_.barrier();
    emitter_.issue(copy);
  }

  void by_scalar_unit() {
    Issuer& front_end = emitter_.front_end();
    emitter_.sync_v_to_s();
    for (std::uint32_t row = 0; row < rows_; ++row) {
      for (std::uint32_t column = 0; column < cols_; ++column) {
        front_end.store_ub(row_address(dst_, column, row),
                           front_end.load_ub(row_address(src_, row, column), size_), size_);
      }
    }
    emitter_.sync_s_to_v();
  }

  VectorEmitter emitter_;
  const TileRef& dst_;
  const TileRef& src_;
  const TileRef& tmp_;
  unsigned size_;
  std::uint32_t rows_, cols_;
  std::uint32_t box_rows_, box_cols_;
  std::uint32_t tmp_pitch_;  ///< elements
};

}  // namespace

void transpose(const TileCall& call, Issuer& front_end) { Transpose(call, front_end).run(); }

}  // namespace npusim::library::expanders
