// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/block_walk.h"

#include <algorithm>
#include <span>

#include "analysis/race/span_blocks.h"

namespace npusim::analysis {

/// Bytes [begin, end): whole blocks, and parts of blocks before and after.
void BlockWalk::touch(ShadowMemory& memory, std::uint64_t begin, std::uint64_t end,
                      const RaceQuery& query) {
  for_whole_blocks(
      begin, end,
      [&](std::uint64_t block, std::uint64_t count) { touch_blocks(memory, block, count, query); },
      [&](std::uint64_t block, ByteMask bytes) { touch_parts(memory, block, bytes, query); });
}

void BlockWalk::touch_blocks(ShadowMemory& memory, std::uint64_t block, std::uint64_t count,
                             const RaceQuery& query) {
  while (count > 0) {
    std::span<ShadowMemory::Cell> cells = memory.cells(block, count);
    count -= cells.size();
    while (!cells.empty()) {
      std::size_t done = 1;
      if (step_.index == query.index && step_.before == cells.front()) {
        done = memory.replace_equal(cells, step_.after);
        if (step_.counter != nullptr) *step_.counter += done;
        statistics_.unordered += done * step_.unordered;
        examiner_.repeat_block(done);
      } else if (cells.front().has_list()) {
        touch_list(memory, block, cells.front(), query);
      } else {
        touch_whole(memory, block, cells.front(), query);
      }
      cells = cells.subspan(done);
      block += done;
    }
  }
}

/// Whether what was found holds for the next block with the same entries: a cached line's two
/// blocks are looked at one by one.
bool BlockWalk::repeats_races(const RaceQuery& query) const {
  return query.line == nullptr || !examiner_.found_races();
}

/// A whole block that several accesses share, perhaps with its neighbours.
void BlockWalk::touch_list(ShadowMemory& memory, std::uint64_t block,
                           const ShadowMemory::Cell& cell, const RaceQuery& query) {
  const ShadowMemory::Cell before = cell;
  const std::uint64_t unordered = statistics_.unordered;
  touch_parts(memory, block, kWholeBlock, query);
  const bool uniform = std::all_of(entries_.begin(), entries_.end(), [&](const Remembered& entry) {
    return entry.access == query.index || examiner_.is_uniform(entry.access, query);
  });
  step_ = {};
  if (!uniform || !repeats_races(query)) return;
  step_ = {query.index, before, cell, &statistics_.partial, statistics_.unordered - unordered};
}

/// Whole blocks with at most two entries, which is nearly all of them.
void BlockWalk::touch_whole(ShadowMemory& memory, std::uint64_t block, ShadowMemory::Cell& cell,
                            const RaceQuery& query) {
  const AccessIndex first = cell.first, second = cell.second;
  const bool reads = !is_write(*query.access);
  const std::uint64_t unordered = statistics_.unordered;
  examiner_.begin_block();
  const auto covered_part = [&](AccessIndex other) -> ByteMask {
    if (other == kNoAccess) return kWholeBlock;
    return examiner_.covered(query, other, kWholeBlock,
                             examiner_.examine(other, block, kWholeBlock, query));
  };
  const ByteMask first_covered = covered_part(first), second_covered = covered_part(second);
  const bool keep_first = first_covered == 0, keep_second = second_covered == 0;
  if ((!keep_first && first_covered != kWholeBlock) ||
      (!keep_second && second_covered != kWholeBlock)) {
    return touch_parts(memory, block, kWholeBlock, query);
  }
  const unsigned present = unsigned{first != kNoAccess} + unsigned{second != kNoAccess};
  const unsigned kept = unsigned{keep_first} + unsigned{keep_second};
  if (kept == 2) {
    if (reads) ++statistics_.read_shared;
    const ShadowMemory::Cell before = cell;
    const bool repeats = repeats_races(query) && examiner_.is_uniform(first, query) &&
                         examiner_.is_uniform(second, query);
    entries_.assign({{first, kWholeBlock}, {second, kWholeBlock}, {query.index, kWholeBlock}});
    memory.store(block, entries_);
    step_ = {};
    if (repeats) {
      step_ = {query.index, before, cell, reads ? &statistics_.read_shared : nullptr,
               statistics_.unordered - unordered};
    }
    return;
  }
  const AccessIndex survivor = keep_first ? first : keep_second ? second : kNoAccess;
  Step step{
      query.index, cell, {query.index, kNoAccess}, nullptr, statistics_.unordered - unordered};
  if (survivor != kNoAccess) step.after = {survivor, query.index};
  if (!reads) {
    step.counter = present > 1 ? &statistics_.write_shared : &statistics_.write_exclusive;
  } else if (kept < present) {
    step.counter = &statistics_.read_same_epoch;
  } else {
    step.counter = kept == 1 && !is_write(log_[survivor]) ? &statistics_.read_share
                                                          : &statistics_.read_exclusive;
  }
  ++*step.counter;
  const bool repeats = repeats_races(query) && examiner_.is_uniform(first, query) &&
                       examiner_.is_uniform(second, query);
  cell = step.after;
  step_ = repeats ? step : Step{};
}

void BlockWalk::touch_parts(ShadowMemory& memory, std::uint64_t block, ByteMask bytes,
                            const RaceQuery& query) {
  ++statistics_.partial;
  examiner_.begin_block();
  // The lists may change, and their numbers become others'.
  if (step_.before.has_list() || step_.after.has_list()) step_ = {};
  std::vector<Remembered>* const own = bytes == kWholeBlock ? nullptr : memory.own_list(block);
  if (own == nullptr) {
    entries_.clear();
    memory.load(block, entries_);
  }
  std::vector<Remembered>& entries = own == nullptr ? entries_ : *own;
  bool merged = false;
  for (Remembered& entry : entries) {
    if (entry.access == query.index) {
      entry.bytes |= bytes;
      merged = true;
      continue;
    }
    const ByteMask common = entry.bytes & bytes;
    if (common == 0) {
      if (query.neighbours) examiner_.examine_neighbour(entry.access, block, query);
    } else {
      const ByteMask ordered = examiner_.examine(entry.access, block, common, query);
      entry.bytes &= ~examiner_.covered(query, entry.access, common, ordered);
    }
  }
  if (!merged) entries.push_back({query.index, bytes});
  if (own == nullptr) return memory.store(block, entries_);
  std::erase_if(entries, [](const Remembered& entry) { return entry.bytes == 0; });
  // A list is for what two entries of the whole block cannot say.
  if (entries.size() > 2 || std::any_of(entries.begin(), entries.end(), [](const Remembered& e) {
        return e.bytes != kWholeBlock;
      })) {
    return;
  }
  entries_ = entries;
  memory.store(block, entries_);
}

}  // namespace npusim::analysis
