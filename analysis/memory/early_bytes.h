// SPDX-License-Identifier: Apache-2.0
// Bytes whose value comes from a read that was too early (race/racy_reads.h), until something else
// is written there. There are few of them, if any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "analysis/race/racy_reads.h"

namespace npusim::analysis {

class EarlyBytes {
 public:
  /// A 32-byte block of a memory, which stands for itself.
  using Place = std::pair<const void*, std::uint64_t>;
  struct Bytes {
    std::uint32_t mask = 0;
    std::size_t race = 0;
  };

  explicit EarlyBytes(RacyReads& races) : races_(races) {}

  bool none() const { return blocks_.empty(); }
  /// A block holds one race's bytes: one that gives way to another is not followed any further.
  void add(const Place& place, std::uint32_t mask, std::size_t race) {
    Bytes& bytes = blocks_[place];
    if (bytes.mask != 0 && bytes.race != race) races_.reach(bytes.race);
    bytes = {bytes.race == race ? bytes.mask | mask : mask, race};
  }
  void remove(const Place& place, std::uint32_t mask) {
    const auto found = blocks_.find(place);
    if (found == blocks_.end()) return;
    found->second.mask &= ~mask;
    if (found->second.mask == 0) blocks_.erase(found);
  }
  /// Null if there are none.
  const Bytes* find(const Place& place) const {
    const auto found = blocks_.find(place);
    return found == blocks_.end() ? nullptr : &found->second;
  }

 private:
  RacyReads& races_;
  std::map<Place, Bytes> blocks_;
};

}  // namespace npusim::analysis
