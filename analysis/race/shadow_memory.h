// SPDX-License-Identifier: Apache-2.0
// What the race check remembers of one memory: for every 32-byte block the accesses that a later
// one can still race with. Most blocks have one or two that cover the whole block and take 8 bytes;
// others have a list in which every access has a mask of its bytes. Neighbours with equal lists may
// share one, so that what a later access does to one of them is known for all.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/race/access_log.h"
#include "analysis/race/block_pages.h"
#include "models/arch/mem_space.h"

namespace npusim::analysis {

/// One bit a byte of a 32-byte block.
using ByteMask = std::uint32_t;
inline constexpr ByteMask kWholeBlock = ~ByteMask{0};

/// An access and the bytes of the block for which it is remembered.
struct Remembered {
  AccessIndex access = kNoAccess;
  ByteMask bytes = 0;
};

class ShadowMemory {
 public:
  /// The accesses remembered for the block, in order of arrival; appended to `out`.
  /// Block number = address / 32.
  void load(std::uint64_t block, std::vector<Remembered>& out);
  /// The same to be changed in place, if they stand in a list of this block alone; else null.
  std::vector<Remembered>* own_list(std::uint64_t block) {
    const Cell& cell = cells_.at(block);
    if (!cell.has_list() || lists_[cell.second].users > 1) return nullptr;
    return &lists_[cell.second].entries;
  }
  /// Replaces them. Entries without bytes are dropped.
  void store(std::uint64_t block, const std::vector<Remembered>& entries);

  static constexpr AccessIndex kList = ~AccessIndex{0};
  /// A block's two entries for all its bytes, or first == kList: `second` numbers a list.
  struct Cell {
    AccessIndex first = kNoAccess;
    AccessIndex second = kNoAccess;
    bool has_list() const { return first == kList; }
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  /// The cells of up to `count` blocks from `block` on, at least one. Entries of those without a
  /// list may be changed.
  std::span<Cell> cells(std::uint64_t block, std::uint64_t count) {
    return cells_.some_from(block, count);
  }

  /// Cells from the first one on that are equal to it become `replacement`, which stands for a list
  /// only if another cell has it. Returns how many; at least one. Requires: there is one.
  std::size_t replace_equal(std::span<Cell> cells, const Cell& replacement);

  /// Marks, by index - 1, the accesses that are remembered.
  void mark(std::vector<bool>& used) const;
  /// Applies AccessLog::keep's new numbers.
  void renumber(const std::vector<AccessIndex>& renumbered);

  std::size_t bytes() const;

 private:
  struct List {
    std::vector<Remembered> entries;
    std::uint32_t users = 0;  ///< cells
  };

  void release(const Cell& cell, std::uint32_t cells = 1);
  AccessIndex new_list();

  BlockPages<Cell> cells_;
  std::vector<List> lists_;
  std::vector<AccessIndex> free_lists_;
};

}  // namespace npusim::analysis
