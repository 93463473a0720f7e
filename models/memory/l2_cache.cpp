// SPDX-License-Identifier: Apache-2.0
#include "models/memory/l2_cache.h"

#include <algorithm>
#include <bit>
#include <new>

namespace npusim {

L2Cache::L2Cache(std::uint64_t bytes, L2Start start)
    : sets_(std::max<std::uint64_t>(bytes / (kWays * kL2LineBytes), 1)),
      warm_(start == L2Start::Warm),
      lines_(static_cast<Line*>(std::calloc(sets_ * kWays, sizeof(Line))), &std::free) {
  if (lines_ == nullptr) throw std::bad_alloc();
}

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
  Line* const set = lines_.get() + line_number % sets_ * kWays;
  const auto tag = static_cast<std::uint32_t>(line_number / sets_ + 1);
  ++clock_;
  for (Line* line = set; line != set + kWays; ++line) {
    if (line->tag != tag) continue;
    line->used = clock_;
    return *line;
  }
  Line* const oldest = std::min_element(
      set, set + kWays, [](const Line& a, const Line& b) { return a.used < b.used; });
  first_use = oldest->tag == 0;
  outcome.evicted_bytes +=
      static_cast<unsigned>(std::popcount(unsigned{oldest->dirty})) * kSectorBytes;
  *oldest = {tag, clock_, 0, 0};
  return *oldest;
}

}  // namespace npusim
