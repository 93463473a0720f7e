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
  /// Repeats whose lanes are all those of the mask: in count mode the last one may hold fewer.
  std::uint32_t uniform_repeats() const;
};

/// The grid of any instruction with members mask and repeats; `size`: bytes of its widest type.
template <typename VectorInstruction>
LaneGrid lane_grid(const VectorInstruction& instruction, unsigned size) {
  return {instruction.mask, instruction.repeats, kRepeatBytes / size};
}

/// Address of lane `lane` in `repeat`.
inline std::uint64_t lane_address(const VectorOperand& operand, unsigned size, std::uint32_t repeat,
                                  unsigned lane) {
  const unsigned per_block = kBlockBytes / size;
  return operand.address + std::uint64_t{repeat} * operand.repeat_stride * kBlockBytes +
         std::uint64_t{lane / per_block} * operand.block_stride * kBlockBytes +
         std::uint64_t{lane % per_block} * size;
}

/// Calls visit(address, first lane, lanes) for each contiguous stretch of lanes [begin, end).
template <typename Visit>
void for_each_stretch(const VectorOperand& operand, unsigned size, std::uint32_t repeat,
                      unsigned begin, unsigned end, Visit visit) {
  if (operand.block_stride == 1) {
    visit(lane_address(operand, size, repeat, begin), begin, end - begin);
    return;
  }
  const unsigned per_block = kBlockBytes / size;
  for (unsigned lane = begin; lane < end;) {
    const unsigned stop = std::min(end, (lane / per_block + 1) * per_block);
    visit(lane_address(operand, size, repeat, lane), lane, stop - lane);
    lane = stop;
  }
}

/// A repeat's lanes of one operand, side by side.
struct LaneBuffer {
  alignas(64) std::uint8_t bytes[kRepeatBytes * 4] = {};
};

/// Reads the active lanes; the others keep what `buffer` holds.
void read_lanes(Bytes ub, const VectorOperand& operand, unsigned size, std::uint32_t repeat,
                const ActiveLanes& active, LaneBuffer& buffer);

/// Adds the active lanes of `buffer` to `out`.
void write_lanes(WriteSet& out, const VectorOperand& operand, unsigned size, std::uint32_t repeat,
                 const ActiveLanes& active, const LaneBuffer& buffer);

}  // namespace npusim::isa
