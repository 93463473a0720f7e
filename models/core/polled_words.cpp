// SPDX-License-Identifier: Apache-2.0
#include "models/core/polled_words.h"

#include <algorithm>

#include "models/arch/mem_space.h"

namespace npusim {

bool PolledWords::add_messages(std::uint64_t begin, std::uint64_t end, TaskIndex task) {
  tasks_.insert(task);
  const Range range{begin, end};
  if (std::find(messages_.begin(), messages_.end(), range) != messages_.end()) return false;
  messages_.push_back(range);
  return true;
}

bool PolledWords::has_line(std::uint64_t line) const {
  return lines_.contains(line) || touches_messages(line, line + kCacheLineBytes);
}

bool PolledWords::touches_messages(std::uint64_t begin, std::uint64_t end) const {
  return std::any_of(messages_.begin(), messages_.end(),
                     [&](const Range& range) { return range.begin < end && begin < range.end; });
}

}  // namespace npusim
