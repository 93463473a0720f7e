// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/vector_stream.h"

namespace npusim::analysis {
namespace {

bool runs_touch(const Span& span, std::uint64_t address, std::uint64_t begin, std::uint64_t end) {
  for (std::uint32_t run = 0; run < span.runs; ++run) {
    const std::uint64_t at = address + static_cast<std::uint64_t>(span.run_stride * run);
    if (at < end && begin < at + span.run_bytes) return true;
  }
  return false;
}

}  // namespace

bool groups_touching(const Span& span, std::uint64_t begin, std::uint64_t end, GroupRange& out) {
  bool found = false;
  for (std::uint32_t group = 0; group < span.groups; ++group) {
    const std::uint64_t at =
        span.address + static_cast<std::uint64_t>(span.group_stride * std::int64_t{group});
    if (!runs_touch(span, at, begin, end)) continue;
    if (!found) out.first = group;
    out.last = group;
    found = true;
  }
  return found;
}

bool ordered_by_streaming(const Access& earlier, const Access& later, std::uint64_t begin,
                          std::uint64_t end) {
  if (!is_write(earlier)) return true;
  GroupRange writing, touching;
  if (!groups_touching(earlier.span, begin, end, writing)) return true;
  if (!groups_touching(later.span, begin, end, touching)) return true;
  const std::uint64_t result = earlier.stream_cycle +
                               std::uint64_t{writing.last} * earlier.repeat_cycles +
                               earlier.tail_cycles;
  const std::uint64_t issue =
      later.stream_cycle + std::uint64_t{touching.first} * later.repeat_cycles;
  return (is_write(later) ? issue + later.tail_cycles : issue) >= result;
}

}  // namespace npusim::analysis
