// SPDX-License-Identifier: Apache-2.0
// Two instructions of pipe V with no barrier between them (rule v.repeat_stream).
//
// Repeat r of an instruction reads at its start + r*repeat_cycles and its result is in UB
// tail_cycles after that. If the pipe never pauses, starts follow each other by the repeats in
// between; a pause only adds distance. So a pair is safe iff it is safe back to back:
//   RAW  the later one's read of a byte comes at or after the result of the earlier one's write
//   WAW  the later result lands at or after the earlier one
//   WAR  always: results land after the reads of everything that started before
#pragma once

#include "analysis/race/access.h"

namespace npusim::analysis {

/// Requires: both of one pipe V, `earlier` first in its queue; they touch [begin, end) both.
bool ordered_by_streaming(const Access& earlier, const Access& later, std::uint64_t begin,
                          std::uint64_t end);

/// First and last group of `span` that touches [begin, end). False if none does.
struct GroupRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};
bool groups_touching(const Span& span, std::uint64_t begin, std::uint64_t end, GroupRange& out);

}  // namespace npusim::analysis
