// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/data_caches.h"

#include <algorithm>

#include "models/arch/mem_space.h"

namespace npusim::analysis {
namespace {

/// One bit for each byte of the line that [address, address + bytes) lies in.
std::uint64_t bytes_of_line(std::uint64_t address, std::uint32_t bytes) {
  const std::uint64_t all =
      bytes >= kCacheLineBytes ? ~std::uint64_t{0} : (std::uint64_t{1} << bytes) - 1;
  return all << address % kCacheLineBytes;
}

}  // namespace

CachedLine& DataCaches::line(CoreId core, std::uint64_t address, const Access& access,
                             const Frontier& now) {
  const auto [found, fresh] = lines_[core].try_emplace(address);
  if (fresh) {
    found->second.fetch = access;
    found->second.fetch.effect = Effect::Read;
    found->second.fetched = now;
  }
  return found->second;
}

const CachedLine* DataCaches::find(CoreId core, std::uint64_t address) const {
  const auto found = lines_[core].find(address);
  return found == lines_[core].end() ? nullptr : &found->second;
}

void DataCaches::store(CachedLine& line, std::uint64_t address, std::uint32_t bytes,
                       const Access& access) {
  const std::uint64_t mask = bytes_of_line(address, bytes);
  line.dirty |= mask;
  // The first store stays: the line's clean bytes are rewritten in its name.
  const auto later = line.stores.empty() ? line.stores.end() : line.stores.begin() + 1;
  // Nearly always the same element is stored again.
  const auto same = std::find_if(later, line.stores.end(),
                                 [&](const CachedLine::Store& s) { return s.bytes == mask; });
  if (same != line.stores.end()) {
    same->access = access;
    return;
  }
  for (CachedLine::Store& earlier : line.stores) earlier.bytes &= ~mask;
  line.stores.erase(std::remove_if(later, line.stores.end(),
                                   [](const CachedLine::Store& s) { return s.bytes == 0; }),
                    line.stores.end());
  line.stores.push_back({access, mask});
}

void DataCaches::invalidate_clean(CoreId core, std::uint64_t address, std::uint64_t bytes) {
  auto& lines = lines_[core];
  if (bytes == 0) {
    std::erase_if(lines, [](const auto& entry) { return entry.second.dirty == 0; });
    return;
  }
  const std::uint64_t mask = ~std::uint64_t{kCacheLineBytes - 1};
  for (std::uint64_t line = address & mask; line < address + bytes; line += kCacheLineBytes) {
    const auto found = lines.find(line);
    if (found != lines.end() && found->second.dirty == 0) lines.erase(found);
  }
}

}  // namespace npusim::analysis
