// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/shadow_memory.h"

namespace npusim::analysis {

void ShadowMemory::load(std::uint64_t block, std::vector<Remembered>& out) {
  const Cell& found = cells_.at(block);
  if (found.first == kList) {
    const List& list = lists_[found.second];
    out.insert(out.end(), list.begin(), list.end());
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
  if (target.first != kList) target = {kList, new_list()};
  List& list = lists_[target.second];
  list.clear();
  for (const Remembered& entry : entries) {
    if (entry.bytes != 0) list.push_back(entry);
  }
}

void ShadowMemory::release(Cell& cell) {
  if (cell.first != kList) return;
  lists_[cell.second].clear();
  free_lists_.push_back(cell.second);
  cell = {};
}

AccessIndex ShadowMemory::new_list() {
  if (free_lists_.empty()) {
    lists_.emplace_back();
    return static_cast<AccessIndex>(lists_.size() - 1);
  }
  const AccessIndex list = free_lists_.back();
  free_lists_.pop_back();
  return list;
}

void ShadowMemory::mark(std::vector<bool>& used) const {
  const auto mark_one = [&](AccessIndex access) {
    if (access != kNoAccess) used[access - 1] = true;
  };
  cells_.for_each([&](const Cell& cell) {
    if (cell.first == kList) {
      for (const Remembered& entry : lists_[cell.second]) mark_one(entry.access);
    } else {
      mark_one(cell.first);
      mark_one(cell.second);
    }
  });
}

void ShadowMemory::renumber(const std::vector<AccessIndex>& renumbered) {
  cells_.for_each([&](Cell& cell) {
    if (cell.first == kList) {
      for (Remembered& entry : lists_[cell.second]) entry.access = renumbered[entry.access];
    } else {
      cell = {renumbered[cell.first], renumbered[cell.second]};
    }
  });
}

std::size_t ShadowMemory::bytes() const {
  std::size_t total = cells_.bytes() + free_lists_.capacity() * 4;
  for (const List& list : lists_) total += sizeof(List) + list.capacity() * sizeof(Remembered);
  return total;
}

}  // namespace npusim::analysis
