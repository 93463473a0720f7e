// SPDX-License-Identifier: Apache-2.0
#include "analysis/golden/bounding_box.h"

#include <algorithm>

namespace npusim::analysis {
namespace {

std::vector<std::uint64_t> coordinates(std::uint64_t element,
                                       const std::vector<std::uint64_t>& shape) {
  std::vector<std::uint64_t> index(shape.size());
  for (std::size_t i = shape.size(); i-- > 0; element /= shape[i]) index[i] = element % shape[i];
  return index;
}

}  // namespace

std::vector<std::pair<std::uint64_t, std::uint64_t>> bounding_box(
    const std::vector<ByteRange>& ranges, const std::vector<std::uint64_t>& shape,
    std::uint64_t element_bytes) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> box;
  for (const ByteRange& range : ranges) {
    const auto first = coordinates(range.begin / element_bytes, shape);
    const auto last = coordinates((range.end - 1) / element_bytes, shape);
    bool wraps = false;  // beyond the first dimension in which they differ, the range covers all
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const std::uint64_t low = wraps ? 0 : first[i];
      const std::uint64_t high = wraps ? shape[i] : last[i] + 1;
      wraps = wraps || first[i] != last[i];
      if (box.size() <= i) {
        box.emplace_back(low, high);
      } else {
        box[i] = {std::min(box[i].first, low), std::max(box[i].second, high)};
      }
    }
  }
  return box;
}

}  // namespace npusim::analysis
