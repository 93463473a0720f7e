// SPDX-License-Identifier: Apache-2.0
// Which lanes of a repeat are active, and where a vector operand's lanes are (tile-isa.md 1.7).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "models/isa/execute.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

/// Most lanes a repeat has: 2-byte types.
inline constexpr unsigned kMaxLanes = 128;

/// The active lanes of one repeat as runs [begin, end), ascending.
class ActiveLanes {
 public:
  struct Run {
    std::uint16_t begin, end;
  };
  /// `lanes`: lanes of a repeat.
  ActiveLanes(const VectorMask& mask, std::uint32_t repeat, unsigned lanes);

  const Run* begin() const { return runs_.data(); }
  const Run* end() const { return runs_.data() + count_; }
  bool empty() const { return count_ == 0; }
  /// One past the last active lane.
  unsigned extent() const { return count_ == 0 ? 0 : runs_[count_ - 1].end; }
  /// All of 0..extent() are active.
  bool is_prefix() const { return count_ == 1 && runs_[0].begin == 0; }

 private:
  void add(unsigned begin, unsigned end);

  std::array<Run, kMaxLanes / 2> runs_;
  unsigned count_ = 0;
};

/// The lanes of a whole instruction: `lanes` in each repeat, those that the mask lets through.
struct LaneGrid {
  VectorMask mask;
  std::uint32_t repeats = 1;
  unsigned lanes = 0;

  ActiveLanes active(std::uint32_t repeat) const { return {mask, repeat, lanes}; }
  /// Repeats, from the first one on, that all have the same lanes: in count mode the last one may
  /// hold fewer, and rows of several repeats differ within a row.
  std::uint32_t uniform_repeats() const;
};

/// The grid of any instruction with members mask and repeats; `size`: bytes of its widest type.
template <typename VectorInstruction>
LaneGrid lane_grid(const VectorInstruction& instruction, unsigned size) {
  return {instruction.mask, instruction.repeats, kRepeatBytes / size};
}

/// How an operand's lanes lie in its blocks.
class LaneLayout {
 public:
  /// Elements of `size` bytes fill a block.
  constexpr explicit(false) LaneLayout(unsigned size)  // NOLINT: a size is a layout
      : per_block_(kBlockBytes / size), bits_(8 * size), skip_(0) {}
  /// 16 one-byte lanes in the lower or upper half of each block.
  static constexpr LaneLayout half_blocks(bool high) {
    return {kBlockBytes / 2, 8, high ? kBlockBytes / 2 : 0};
  }
  /// 4-bit lanes, two a byte; they go in pairs.
  static constexpr LaneLayout half_bytes() { return {kBlockBytes * 2, 4, 0}; }

  /// Lanes fill the blocks.
  constexpr bool is_plain() const { return per_block_ * bits_ == kBlockBytes * 8; }
  constexpr unsigned per_block() const { return per_block_; }
  constexpr unsigned bytes(unsigned lanes) const { return lanes * bits_ / 8; }
  /// Byte of a lane within its block.
  constexpr unsigned within_block(unsigned lane) const {
    return skip_ + lane % per_block_ * bits_ / 8;
  }
  /// Lanes that share a byte.
  constexpr unsigned granule() const { return bits_ < 8 ? 8 / bits_ : 1; }

 private:
  constexpr LaneLayout(unsigned per_block, unsigned bits, unsigned skip)
      : per_block_(per_block), bits_(bits), skip_(skip) {}

  unsigned per_block_, bits_, skip_;
};

/// Address of lane `lane` in `repeat`.
inline std::uint64_t lane_address(const VectorOperand& operand, LaneLayout layout,
                                  std::uint32_t repeat, unsigned lane) {
  std::uint64_t row = repeat, block = lane / layout.per_block();
  if (operand.row_repeats > 1) {
    row = repeat / operand.row_repeats;
    block += std::uint64_t{repeat % operand.row_repeats} * (kRepeatBytes / kBlockBytes);
  }
  return operand.address +
         (row * operand.repeat_stride + block * operand.block_stride) * kBlockBytes +
         layout.within_block(lane);
}

/// Calls visit(address, first lane, lanes) for each contiguous stretch of lanes [begin, end).
template <typename Visit>
void for_each_stretch(const VectorOperand& operand, LaneLayout layout, std::uint32_t repeat,
                      unsigned begin, unsigned end, Visit visit) {
  if (const unsigned granule = layout.granule(); granule > 1) {
    begin = begin / granule * granule;
    end = (end + granule - 1) / granule * granule;
  }
  if (operand.block_stride == 1 && layout.is_plain()) {
    visit(lane_address(operand, layout, repeat, begin), begin, end - begin);
    return;
  }
  const unsigned per_block = layout.per_block();
  for (unsigned lane = begin; lane < end;) {
    const unsigned stop = std::min(end, (lane / per_block + 1) * per_block);
    visit(lane_address(operand, layout, repeat, lane), lane, stop - lane);
    lane = stop;
  }
}

/// A repeat's lanes of one operand, side by side.
struct LaneBuffer {
  alignas(64) std::uint8_t bytes[kRepeatBytes * 4] = {};
};

/// Reads the active lanes; the others keep what `buffer` holds.
void read_lanes(Bytes ub, const VectorOperand& operand, LaneLayout layout, std::uint32_t repeat,
                const ActiveLanes& active, LaneBuffer& buffer);

/// Adds the active lanes of `buffer` to `out`.
void write_lanes(WriteSet& out, const VectorOperand& operand, LaneLayout layout,
                 std::uint32_t repeat, const ActiveLanes& active, const LaneBuffer& buffer);

}  // namespace npusim::isa
