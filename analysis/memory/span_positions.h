// SPDX-License-Identifier: Apache-2.0
// The bytes of a span by position: 0 is the first byte of the first run of the first group, and so
// on in the order in which the instruction walks. Two operands of one instruction correspond by
// position.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/arch/span.h"

namespace npusim::analysis {

/// Positions [begin, end).
struct Positions {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// Calls visit(address, bytes, position of the first) for every run of the span, in order.
template <typename Visit>
void for_each_run_by_position(const Span& span, Visit&& visit) {
  std::uint64_t position = 0;
  for (std::uint32_t group = 0; group < span.groups; ++group) {
    for (std::uint32_t run = 0; run < span.runs; ++run) {
      const std::uint64_t address =
          span.address + static_cast<std::uint64_t>(span.group_stride * std::int64_t{group} +
                                                    span.run_stride * std::int64_t{run});
      visit(address, span.run_bytes, position);
      position += span.run_bytes;
    }
  }
}

/// Calls visit(begin, end) with the addresses of the positions, piece by piece.
template <typename Visit>
void for_positions(const Span& span, const Positions& positions, Visit&& visit) {
  if (span.run_bytes == 0) return;
  for (std::uint64_t at = positions.begin; at < positions.end;) {
    const std::uint64_t number = at / span.run_bytes, offset = at % span.run_bytes;
    const std::uint64_t group = number / span.runs, run = number % span.runs;
    const std::uint64_t count = std::min(span.run_bytes - offset, positions.end - at);
    const std::uint64_t begin = span.address + offset +
                                static_cast<std::uint64_t>(span.group_stride) * group +
                                static_cast<std::uint64_t>(span.run_stride) * run;
    visit(begin, begin + count);
    at += count;
  }
}

/// Adds positions, joined with the last ones where they touch.
inline void append(std::vector<Positions>& all, const Positions& more) {
  if (!all.empty() && all.back().end == more.begin) {
    all.back().end = more.end;
  } else {
    all.push_back(more);
  }
}

/// The positions of a result of `to` bytes that come from `positions` of an operand of `from`
/// bytes, in proportion; only what comes from nothing else if `inwards`.
inline Positions scaled(const Positions& positions, std::uint64_t from, std::uint64_t to,
                        bool inwards) {
  if (from == to || from == 0) return positions;
  const std::uint64_t up = inwards ? from - 1 : 0, down = inwards ? 0 : from - 1;
  return {(positions.begin * to + up) / from, std::min(to, (positions.end * to + down) / from)};
}

}  // namespace npusim::analysis
