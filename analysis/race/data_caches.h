// SPDX-License-Identifier: Apache-2.0
// What the scalar data caches hold, as far as the race check needs it: when each line was fetched
// and which of its bytes are dirty (rules dcache.*).
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analysis/order/clock.h"
#include "analysis/race/access.h"

namespace npusim::analysis {

struct CachedLine {
  Access fetch;      ///< the access that brought the line in
  Frontier fetched;  ///< what was before it
  struct Store {
    Access access;
    std::uint64_t bytes = 0;  ///< of the line, one bit each
  };
  std::vector<Store> stores;
  std::uint64_t dirty = 0;
};

class DataCaches {
 public:
  /// The line at `address` in the cache of `core`; fetched now by `access` if it is not there.
  CachedLine& line(CoreId core, std::uint64_t address, const Access& access, const Frontier& now);
  /// Null if it is not there.
  const CachedLine* find(CoreId core, std::uint64_t address) const;
  /// A store of `bytes` bytes at `address` of `line`.
  static void store(CachedLine& line, std::uint64_t address, std::uint32_t bytes,
                    const Access& access);
  void drop(CoreId core, std::uint64_t address) { lines_[core].erase(address); }
  /// dcci of [address, address + bytes), or of everything if `bytes` is 0. Dirty lines stay until
  /// their write-back.
  void invalidate_clean(CoreId core, std::uint64_t address, std::uint64_t bytes);

 private:
  std::array<std::unordered_map<std::uint64_t, CachedLine>, kCoreCount> lines_;
};

}  // namespace npusim::analysis
