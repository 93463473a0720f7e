// SPDX-License-Identifier: Apache-2.0
#include "models/memory/value_segments.h"

#include <algorithm>
#include <iterator>

namespace npusim {

ValueSegments::ValueSegments(std::uint64_t size, const isa::MemoKey& power_up)
    : segments_{{0, {size, 0, power_up}}} {}

void ValueSegments::split(std::uint64_t address) {
  const auto after = segments_.upper_bound(address);
  if (after == segments_.begin()) return;
  const auto segment = std::prev(after);
  if (segment->first == address || segment->second.end <= address) return;
  Segment upper = segment->second;
  segment->second.end = address;
  segments_.emplace(address, upper);
}

void ValueSegments::set(const Interval& range, std::uint64_t origin, const isa::MemoKey& key) {
  if (range.begin >= range.end) return;
  split(range.begin);
  split(range.end);
  segments_.erase(segments_.lower_bound(range.begin), segments_.lower_bound(range.end));
  segments_[range.begin] = {range.end, origin, key};
}

void ValueSegments::add_to(isa::MemoKeyBuilder& builder, const Interval& range) const {
  auto segment = std::prev(segments_.upper_bound(range.begin));
  while (segment != segments_.end() && segment->first < range.end) {
    const std::uint64_t begin = std::max(segment->first, range.begin);
    const Segment& value = segment->second;
    std::uint64_t end = value.end;
    // A value that was set piece by piece is the same as one that was set at once.
    for (++segment; segment != segments_.end() && segment->second.key == value.key &&
                    segment->second.origin == value.origin;
         ++segment) {
      end = segment->second.end;
    }
    end = std::min(end, range.end);
    builder.add(begin - range.begin).add(end - begin);
    builder.add(begin - value.origin).add(value.key);
  }
}

bool ValueSegments::holds(const Interval& range, const isa::MemoKey& key) const {
  const auto segment = segments_.find(range.begin);
  return segment != segments_.end() && segment->second.end == range.end &&
         segment->second.origin == range.begin && segment->second.key == key;
}

}  // namespace npusim
