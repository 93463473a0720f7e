// SPDX-License-Identifier: Apache-2.0
#include "analysis/golden/differing_bytes.h"

#include <algorithm>
#include <cstring>

namespace npusim::analysis {

std::vector<ByteRange> differing_bytes(const std::byte* actual, const std::byte* golden,
                                       const std::vector<ByteRange>& candidates) {
  constexpr std::uint64_t kWord = 4, kPage = 4096;
  std::vector<ByteRange> differing;
  for (const ByteRange& range : candidates) {
    for (std::uint64_t page = range.begin; page < range.end; page += kPage) {
      const std::uint64_t page_end = std::min(page + kPage, range.end);
      if (std::memcmp(actual + page, golden + page, page_end - page) == 0) continue;
      for (std::uint64_t at = page; at < page_end; at += kWord) {
        const std::uint64_t end = std::min(at + kWord, page_end);
        if (std::memcmp(actual + at, golden + at, end - at) != 0) {
          append_range(differing, {at, end});
        }
      }
    }
  }
  return differing;
}

}  // namespace npusim::analysis
