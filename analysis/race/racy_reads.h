// SPDX-License-Identifier: Apache-2.0
// Races whose weight depends on where the bytes go: comparisons take no mask, so they read whole
// repeats, and the lanes behind a row's end race with what lies there. The race check says which
// bytes the access that is being judged read too early; the init check, if it is on, follows them
// as it follows undefined values, and says which races reach something.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace npusim::analysis {

class RacyReads {
 public:
  /// Bytes [begin, end) of a local memory, read too early in race number `race`.
  struct Read {
    std::uint64_t begin = 0, end = 0;
    std::size_t race = 0;
  };

  void add(const Read& read) { reads_.push_back(read); }
  /// Those of the access that is being judged.
  std::vector<Read> take() {
    followed_ = true;
    return std::exchange(reads_, {});
  }
  void reach(std::size_t race) { reaching_.insert(race); }

  /// Followed to the end of the run, its bytes reach no output, no address and no branch.
  bool reaches_nothing(std::size_t race) const { return followed_ && !reaching_.contains(race); }

 private:
  std::vector<Read> reads_;
  std::set<std::size_t> reaching_;
  bool followed_ = false;
};

}  // namespace npusim::analysis
