// SPDX-License-Identifier: Apache-2.0
// The accesses that shadow memory refers to, by number. Numbers start at 1; 0 is "none".
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/chunked_list.h"
#include "analysis/race/access.h"

namespace npusim::analysis {

using AccessIndex = std::uint32_t;
inline constexpr AccessIndex kNoAccess = 0;

class AccessLog {
 public:
  AccessIndex add(const Access& access) {
    accesses_.push_back(access);
    return static_cast<AccessIndex>(accesses_.size());
  }
  const Access& operator[](AccessIndex index) const { return accesses_[index - 1]; }
  /// The access is remembered for at least so many.
  void stand_for(AccessIndex index, std::uint32_t accesses) {
    std::uint32_t& count = accesses_[index - 1].stands_for;
    if (count < accesses) count = accesses;
  }
  std::size_t size() const { return accesses_.size(); }
  std::size_t bytes() const { return accesses_.bytes(); }

  /// Drops the accesses that `used` does not mark (by index - 1). Returns the new index of each old
  /// one, at [old index].
  std::vector<AccessIndex> keep(const std::vector<bool>& used);

 private:
  ChunkedList<Access> accesses_;
};

}  // namespace npusim::analysis
