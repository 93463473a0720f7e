// SPDX-License-Identifier: Apache-2.0
#include "models/memory/l2_cache.h"

#include <algorithm>
#include <bit>

namespace npusim {

L2Cache::L2Cache(std::uint64_t bytes, L2Start start)
    : sets_(std::max<std::uint64_t>(bytes / (kWays * kL2LineBytes), 1)),
      warm_(start == L2Start::Warm),
      lines_(sets_ * kWays * sizeof(Line)) {}

void L2Cache::access(std::uint64_t begin, std::uint64_t end, bool write, Outcome& outcome) {
  for (std::uint64_t address = begin; address < end;) {
    const std::uint64_t line_number = address / kL2LineBytes;
    const std::uint64_t stop = std::min(end, (line_number + 1) * kL2LineBytes);
    const auto first = static_cast<unsigned>(address % kL2LineBytes / kSectorBytes);
    const auto count = static_cast<unsigned>((stop - address) / kSectorBytes);
    const auto sectors = static_cast<std::uint8_t>(((1u << count) - 1) << first);
    bool first_use = false;
    Line& line = find(line_number, outcome, first_use);
    // What was there before the run is as if the same run had just ended.
    if (first_use && warm_) line.valid = (1u << kSectors) - 1;
    if (write) {
      line.dirty |= sectors;
    } else {
      const auto missing = static_cast<unsigned>(sectors & ~line.valid);
      outcome.missed_bytes += static_cast<unsigned>(std::popcount(missing)) * kSectorBytes;
    }
    line.valid |= sectors;
    address = stop;
  }
}

L2Cache::Line& L2Cache::find(std::uint64_t line_number, Outcome& outcome, bool& first_use) {
  Line* const set = static_cast<Line*>(lines_.data()) + line_number % sets_;
  const auto tag = static_cast<std::uint32_t>(line_number / sets_ + 1);
  unsigned way = 0;  // of it, or the first that was never used, or the one that makes room
  while (way != kWays - 1 && set[way * sets_].tag != tag && set[way * sets_].tag != 0) ++way;
  Line found = set[way * sets_];
  if (found.tag != tag) {
    first_use = found.tag == 0;
    outcome.evicted_bytes +=
        static_cast<unsigned>(std::popcount(unsigned{found.dirty})) * kSectorBytes;
    found = {tag, 0, 0};
  }
  for (; way > 0; --way) set[way * sets_] = set[(way - 1) * sets_];
  return *set = found;
}

}  // namespace npusim
