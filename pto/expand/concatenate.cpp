// SPDX-License-Identifier: Apache-2.0
// TCONCAT: both sources side by side. What does not begin at a block of dst is moved by the scalar
// unit. With index tiles each row has counts of its own, which the scalar unit reads.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

class Concatenate {
 public:
  Concatenate(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        dst_(call.tile[0]),
        first_(call.tile[1]),
        second_(call.tile[2]),
        size_(size_bytes(dst_.dtype)),
        per_block_(elements_of(dst_.dtype)) {}

  void run() {
    unit_.require_plain_rows({&dst_, &first_, &second_});
    unit_.require(size_ <= 4, npusim::name(dst_.dtype), "types of 1, 2 or 4 bytes");
    if (unit_.call().tile_count > 3) return by_counts();
    const std::uint32_t offset = cols_of(first_);
    copy(first_, 0);
    if (offset % per_block_ == 0) return copy(second_, offset);
    unit_.sync_v_to_s();
    wait(Pipe::MTE2, Pipe::S);
    for (std::uint32_t row = 0; row < rows_of(dst_); ++row) {
      by_scalar_unit(row, offset, cols_of(second_));
    }
  }

 private:
  void wait(Pipe from, Pipe to) {
    unit_.front_end().set_flag(from, to, 0);
    unit_.front_end().wait_flag(from, to, 0);
  }

  /// A row an instruction, of whole blocks.
  void copy(const TileRef& src, std::uint32_t offset) {
    const std::uint32_t blocks = blocks_for(std::uint64_t{cols_of(src)} * size_);
    for (std::uint32_t row = 0; row < rows_of(dst_); ++row) {
      unit_.copy(row_address(dst_, row, offset), row_address(src, row), 1, blocks,
                 pitch_blocks(src) - blocks, pitch_blocks(dst_) - blocks);
    }
  }

  void by_scalar_unit(std::uint32_t row, std::uint32_t offset, std::uint32_t count) {
    for (std::uint32_t column = 0; column < count; ++column) {
      unit_.store(row_address(dst_, row, offset + column),
                  unit_.load(row_address(second_, row, column), size_), size_);
    }
  }

  void by_counts() {
    const TileCall& call = unit_.call();
    const std::uint32_t most = cols_of(dst_);
    for (std::uint32_t row = 0; row < rows_of(dst_); ++row) {
      wait(Pipe::MTE2, Pipe::S);
      const std::uint32_t a = count(call.tile[3], row), b = count(call.tile[4], row);
      if (call.tile_count > 5) {
        const TileRef& sums = call.tile[5];
        const unsigned bytes = size_bytes(call.tile[3].dtype);
        unit_.store(row_address(sums, row),
                    truncated(std::uint64_t{std::min(a + b, most)} * bytes, bytes), bytes);
      }
      const std::uint32_t from_first = std::min(a, most);
      const std::uint32_t from_second = std::min(b, most - from_first);
      unit_.sync_s_to_v();
      move(row_address(dst_, row), row_address(first_, row), from_first);
      if (from_first % per_block_ == 0) {
        move(row_address(dst_, row, from_first), row_address(second_, row), from_second);
        continue;
      }
      unit_.sync_v_to_s();
      by_scalar_unit(row, from_first, from_second);
      unit_.sync_s_to_v();
      wait(Pipe::S, Pipe::MTE3);
    }
  }

  /// A count in bytes of its own type.
  std::uint32_t count(const TileRef& tile, std::uint32_t row) {
    const unsigned bytes = size_bytes(tile.dtype);
    return static_cast<std::uint32_t>(static_cast<std::uint64_t>(integer_of(
                                          tile.dtype, unit_.load(row_address(tile, row), bytes))) /
                                      bytes);
  }

  /// Whole repeats, then the last one with as many lanes as the count has, modulo nothing: as the
  /// library masks it.
  void move(std::uint64_t dst, std::uint64_t src, std::uint32_t elements) {
    const std::uint32_t lanes = lanes_of(dst_.dtype);
    const std::uint32_t repeats = (elements + lanes - 1) / lanes;
    const DType type = size_ == 4 ? DType::INT32 : DType::INT16;
    const unsigned word = size_bytes(type);
    unit_.one_source(Opcode::VCOPY, type, {dst}, {src}, (repeats - 1) & 0xFF);
    unit_.lane_mask((elements * size_ + word - 1) / word);
    const std::uint64_t last = std::uint64_t{repeats - 1} * kRepeatBytes;
    unit_.one_source(Opcode::VCOPY, type, {dst + last}, {src + last});
    unit_.full_mask();
  }

  VectorUnit unit_;
  const TileRef& dst_;
  const TileRef& first_;
  const TileRef& second_;
  unsigned size_;
  std::uint32_t per_block_;
};

}  // namespace

void concatenate(const TileCall& call, Issuer& front_end) { Concatenate(call, front_end).run(); }

}  // namespace npusim::library::expanders
