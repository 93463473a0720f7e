// SPDX-License-Identifier: Apache-2.0
// Where bytes of an accumulator go when the fix pipe turns boxes of 16 lines into rows of GM.
#pragma once

#include <bitset>
#include <vector>

#include "analysis/memory/span_positions.h"

namespace npusim::analysis {

/// The rows of `result` that have something of `positions` of the boxes in `source`. All of it
/// where a span does not say which line is which row: boxes below each other, or rows that are
/// joined.
inline std::vector<Positions> rows_of_boxes(const Span& source,
                                            const std::vector<Positions>& positions,
                                            const Span& result) {
  constexpr unsigned kLines = 16, kLineBytes = 64;
  if (result.runs > kLines || result.groups != 1 || source.groups != 1) {
    return {{0, result.total_bytes()}};
  }
  // Boxes follow each other without a gap where they are one run.
  const std::uint64_t box = source.run_bytes < kLineBytes || source.runs == 1
                                ? std::uint64_t{kLines} * kLineBytes
                                : static_cast<std::uint64_t>(source.run_stride);
  std::bitset<kLines> lines;
  for (const Positions& piece : positions) {
    for_positions(source, piece, [&](std::uint64_t begin, std::uint64_t end) {
      for (std::uint64_t at = begin; at < end;) {
        const std::uint64_t offset = at - source.address;
        lines.set(offset % box / kLineBytes % kLines);
        at += kLineBytes - offset % kLineBytes;
      }
    });
  }
  std::vector<Positions> rows;
  for (std::uint64_t row = 0; row < result.runs; ++row) {
    if (lines[row]) append(rows, {row * result.run_bytes, (row + 1) * result.run_bytes});
  }
  return rows;
}

}  // namespace npusim::analysis
