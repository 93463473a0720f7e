// SPDX-License-Identifier: Apache-2.0
// The way of an access through the blocks of a shadow memory: whole ones many at a time, parts one
// by one.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/race/pair_examiner.h"

namespace npusim::analysis {

class BlockWalk {
 public:
  BlockWalk(PairExaminer& examiner, const AccessLog& log, RaceStatistics& statistics)
      : examiner_(examiner), log_(log), statistics_(statistics) {}

  /// Bytes [begin, end) of `memory` are accessed.
  void touch(ShadowMemory& memory, std::uint64_t begin, std::uint64_t end, const RaceQuery& query);
  /// The next block need not end as the last one did.
  void forget() { step_ = {}; }

 private:
  /// What became of the last whole block: the next one with the same entries ends the same way.
  struct Step {
    AccessIndex index = kNoAccess;
    ShadowMemory::Cell before, after;
    std::uint64_t* counter = nullptr;  ///< of such blocks, if they are counted
    std::uint64_t unordered = 0;       ///< pairs of the block
  };

  void touch_parts(ShadowMemory& memory, std::uint64_t block, ByteMask bytes,
                   const RaceQuery& query);
  void touch_blocks(ShadowMemory& memory, std::uint64_t block, std::uint64_t count,
                    const RaceQuery& query);
  void touch_list(ShadowMemory& memory, std::uint64_t block, const ShadowMemory::Cell& cell,
                  const RaceQuery& query);
  bool repeats_races(const RaceQuery& query) const;
  void touch_whole(ShadowMemory& memory, std::uint64_t block, ShadowMemory::Cell& cell,
                   const RaceQuery& query);

  PairExaminer& examiner_;
  const AccessLog& log_;
  RaceStatistics& statistics_;
  Step step_;
  std::vector<Remembered> entries_;  ///< of the block in hand
};

}  // namespace npusim::analysis
