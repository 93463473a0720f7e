// SPDX-License-Identifier: Apache-2.0
// The 32-byte blocks that a span touches, with the bytes it touches in each.
#pragma once

#include <algorithm>
#include <cstdint>

#include "analysis/race/shadow_memory.h"
#include "models/arch/span.h"

namespace npusim::analysis {

/// Bytes [begin, end) of a block, 0 <= begin < end <= 32.
constexpr ByteMask mask_of(unsigned begin, unsigned end) {
  const ByteMask up_to_end = end == kBlockBytes ? kWholeBlock : (ByteMask{1} << end) - 1;
  return up_to_end & ~((ByteMask{1} << begin) - 1);
}

/// Calls visit(block number, mask) for each block of [begin, end).
template <typename Visit>
void for_each_block(std::uint64_t begin, std::uint64_t end, Visit&& visit) {
  while (begin < end) {
    const std::uint64_t block = begin / kBlockBytes;
    const std::uint64_t stop = std::min<std::uint64_t>(end, (block + 1) * kBlockBytes);
    visit(block, mask_of(static_cast<unsigned>(begin % kBlockBytes),
                         static_cast<unsigned>(stop - block * kBlockBytes)));
    begin = stop;
  }
}

/// Calls whole(block number, count) for the whole blocks of [begin, end) together, and
/// part(block number, mask) for what is before and after them.
template <typename Whole, typename Part>
void for_whole_blocks(std::uint64_t begin, std::uint64_t end, Whole&& whole, Part&& part) {
  const std::uint64_t first = (begin + kBlockBytes - 1) / kBlockBytes, last = end / kBlockBytes;
  if (first > last) return for_each_block(begin, end, part);
  for_each_block(begin, first * kBlockBytes, part);
  if (last > first) whole(first, last - first);
  for_each_block(last * kBlockBytes, end, part);
}

/// Calls visit(begin, end) for the contiguous pieces of `span`, joining runs and groups that lie
/// one after the other. A broadcast operand's equal groups are visited once.
template <typename Visit>
void for_each_piece(const Span& span, Visit&& visit) {
  if (span.run_bytes == 0) return;
  const bool runs_join = span.run_stride == std::int64_t{span.run_bytes} || span.runs == 1;
  const std::uint32_t runs = runs_join || span.run_stride == 0 ? 1 : span.runs;
  const std::uint64_t bytes =
      runs_join ? std::uint64_t{span.run_bytes} * span.runs : span.run_bytes;
  const bool groups_join = runs == 1 && span.group_stride == static_cast<std::int64_t>(bytes);
  if (groups_join) {
    visit(span.address, span.address + bytes * span.groups);
    return;
  }
  const std::uint32_t groups = span.group_stride == 0 ? 1 : span.groups;
  for (std::uint32_t group = 0; group < groups; ++group) {
    const std::uint64_t base =
        span.address + static_cast<std::uint64_t>(span.group_stride * std::int64_t{group});
    for (std::uint32_t run = 0; run < runs; ++run) {
      const std::uint64_t at =
          base + static_cast<std::uint64_t>(span.run_stride * std::int64_t{run});
      visit(at, at + bytes);
    }
  }
}

}  // namespace npusim::analysis
