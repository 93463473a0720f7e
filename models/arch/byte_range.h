// SPDX-License-Identifier: Apache-2.0
// A half-open range of bytes of one tensor or mapping, and the operations on sorted lists of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace npusim {

struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// Appends a range that starts at or after the last one's begin; joins it to the last if they
/// touch.
inline void append_range(std::vector<ByteRange>& ranges, ByteRange range) {
  if (range.begin >= range.end) return;
  if (!ranges.empty() && range.begin <= ranges.back().end) {
    ranges.back().end = std::max(ranges.back().end, range.end);
  } else {
    ranges.push_back(range);
  }
}

/// Sorted and disjoint ranges that cover exactly what `ranges` cover, in any order and overlap.
inline std::vector<ByteRange> merged_ranges(std::vector<ByteRange> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  std::vector<ByteRange> merged;
  for (const ByteRange& range : ranges) append_range(merged, range);
  return merged;
}

/// The part of sorted `ranges` inside `window`, relative to the window's begin.
inline std::vector<ByteRange> ranges_within(const std::vector<ByteRange>& ranges,
                                            ByteRange window) {
  std::vector<ByteRange> inside;
  for (const ByteRange& range : ranges) {
    const std::uint64_t begin = std::max(range.begin, window.begin);
    const std::uint64_t end = std::min(range.end, window.end);
    if (begin < end) append_range(inside, {begin - window.begin, end - window.begin});
  }
  return inside;
}

}  // namespace npusim
