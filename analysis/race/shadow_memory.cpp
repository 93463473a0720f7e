// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/shadow_memory.h"

namespace npusim::analysis {

void ShadowMemory::load(std::uint64_t block, std::vector<Remembered>& out) {
  const Cell& found = cells_.at(block);
  if (found.has_list()) {
    const std::vector<Remembered>& entries = lists_[found.second].entries;
    out.insert(out.end(), entries.begin(), entries.end());
    return;
  }
  if (found.first != kNoAccess) out.push_back({found.first, kWholeBlock});
  if (found.second != kNoAccess) out.push_back({found.second, kWholeBlock});
}

void ShadowMemory::store(std::uint64_t block, const std::vector<Remembered>& entries) {
  Cell& target = cells_.at(block);
  Remembered kept[2];
  unsigned count = 0;
  bool whole = true;
  for (const Remembered& entry : entries) {
    if (entry.bytes == 0) continue;
    if (count < 2) kept[count] = entry;
    ++count;
    whole = whole && entry.bytes == kWholeBlock;
  }
  if (whole && count <= 2) {
    release(target);
    target = {kept[0].access, kept[1].access};
    return;
  }
  if (!target.has_list() || lists_[target.second].users > 1) {
    release(target);
    target = {kList, new_list()};
  }
  std::vector<Remembered>& list = lists_[target.second].entries;
  list.clear();
  for (const Remembered& entry : entries) {
    if (entry.bytes != 0) list.push_back(entry);
  }
}

std::size_t ShadowMemory::replace_equal(std::span<Cell> cells, const Cell& replacement) {
  const Cell replaced = cells.front();
  std::size_t count = 1;
  while (count < cells.size() && cells[count] == replaced) ++count;
  if (replacement.has_list()) lists_[replacement.second].users += static_cast<std::uint32_t>(count);
  release(replaced, static_cast<std::uint32_t>(count));
  for (Cell& cell : cells.first(count)) cell = replacement;
  return count;
}

/// So many cells like this one are about to become others.
void ShadowMemory::release(const Cell& cell, std::uint32_t cells) {
  if (!cell.has_list()) return;
  List& list = lists_[cell.second];
  list.users -= cells;
  if (list.users == 0) free_lists_.push_back(cell.second);
}

AccessIndex ShadowMemory::new_list() {
  if (free_lists_.empty()) {
    lists_.push_back({{}, 1});
    return static_cast<AccessIndex>(lists_.size() - 1);
  }
  const AccessIndex list = free_lists_.back();
  free_lists_.pop_back();
  lists_[list].users = 1;
  return list;
}

void ShadowMemory::mark(std::vector<bool>& used) const {
  const auto mark_one = [&](AccessIndex access) {
    if (access != kNoAccess) used[access - 1] = true;
  };
  cells_.for_each([&](const Cell& cell) {
    if (cell.has_list()) return;
    mark_one(cell.first);
    mark_one(cell.second);
  });
  for (const List& list : lists_) {
    if (list.users == 0) continue;
    for (const Remembered& entry : list.entries) mark_one(entry.access);
  }
}

void ShadowMemory::renumber(const std::vector<AccessIndex>& renumbered) {
  cells_.for_each([&](Cell& cell) {
    if (!cell.has_list()) cell = {renumbered[cell.first], renumbered[cell.second]};
  });
  for (List& list : lists_) {
    if (list.users == 0) continue;
    for (Remembered& entry : list.entries) entry.access = renumbered[entry.access];
  }
}

std::size_t ShadowMemory::bytes() const {
  std::size_t total = cells_.bytes() + free_lists_.capacity() * sizeof(AccessIndex);
  for (const List& list : lists_) {
    total += sizeof(List) + list.entries.capacity() * sizeof(Remembered);
  }
  return total;
}

}  // namespace npusim::analysis
