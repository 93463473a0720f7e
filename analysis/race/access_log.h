// SPDX-License-Identifier: Apache-2.0
// The accesses that shadow memory refers to, by number. Numbers start at 1; 0 is "none".
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "analysis/race/access.h"

namespace npusim::analysis {

using AccessIndex = std::uint32_t;
inline constexpr AccessIndex kNoAccess = 0;

class AccessLog {
 public:
  AccessIndex add(const Access& access) {
    if (size_ % kChunk == 0 && size_ / kChunk == chunks_.size()) {
      chunks_.push_back(std::make_unique<Access[]>(kChunk));
    }
    place(size_) = access;
    return static_cast<AccessIndex>(++size_);
  }
  const Access& operator[](AccessIndex index) const {
    const std::size_t at = index - 1;
    return chunks_[at / kChunk][at % kChunk];
  }
  /// The access is remembered for at least so many.
  void stand_for(AccessIndex index, std::uint32_t accesses) {
    std::uint32_t& count = place(index - 1).stands_for;
    if (count < accesses) count = accesses;
  }
  std::size_t size() const { return size_; }
  std::size_t bytes() const { return chunks_.size() * kChunk * sizeof(Access); }

  /// Drops the accesses that `used` does not mark (by index - 1). Returns the new index of each old
  /// one, at [old index].
  std::vector<AccessIndex> keep(const std::vector<bool>& used);

 private:
  // In chunks: a log that grows is not copied.
  static constexpr std::size_t kChunk = 1024;
  Access& place(std::size_t at) { return chunks_[at / kChunk][at % kChunk]; }

  std::vector<std::unique_ptr<Access[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace npusim::analysis
