// SPDX-License-Identifier: Apache-2.0
#include "models/isa/vector/operand_footprint.h"

#include <utility>

#include "models/isa/vector/lane_access.h"

namespace npusim::isa {
namespace {

/// The bytes of one repeat.
std::vector<ByteRange> repeat_bytes(const VectorOperand& operand, LaneLayout layout,
                                    std::uint32_t repeat, const ActiveLanes& active) {
  std::vector<ByteRange> ranges;
  for (const ActiveLanes::Run run : active) {
    for_each_stretch(operand, layout, repeat, run.begin, run.end,
                     [&](std::uint64_t address, unsigned, unsigned lanes) {
                       ranges.push_back({address, address + layout.bytes(lanes)});
                     });
  }
  return ranges;
}

/// Ranges [first, result) have one length and one distance.
std::size_t end_of_uniform(const std::vector<ByteRange>& ranges, std::size_t first) {
  const std::uint64_t length = ranges[first].end - ranges[first].begin;
  std::size_t last = first + 1;
  for (; last < ranges.size(); ++last) {
    if (ranges[last].end - ranges[last].begin != length) break;
    if (ranges[last].begin - ranges[last - 1].begin !=
        ranges[first + 1].begin - ranges[first].begin) {
      break;
    }
  }
  return last;
}

void add_repeats(const VectorOperand& operand, LaneLayout layout, std::uint32_t first_repeat,
                 std::uint32_t step, std::uint32_t repeats, const ActiveLanes& active, bool write,
                 std::vector<Footprint>& out) {
  if (repeats == 0 || active.empty()) return;
  const std::size_t added = out.size();
  add_ranges(repeat_bytes(operand, layout, first_repeat, active), repeats,
             std::int64_t{operand.repeat_stride} * kBlockBytes, write, out);
  for (std::size_t i = added; i < out.size(); ++i) {
    out[i].first_repeat = first_repeat;
    out[i].repeat_step = step;
  }
}

}  // namespace

void add_ranges(std::vector<ByteRange> unsorted, std::uint32_t repeats, std::int64_t stride,
                bool write, std::vector<Footprint>& out) {
  if (repeats == 0) return;
  const std::vector<ByteRange> ranges = merged_ranges(std::move(unsorted));
  for (std::size_t first = 0; first < ranges.size();) {
    const std::size_t last = end_of_uniform(ranges, first);
    Span span;
    span.address = ranges[first].begin;
    span.run_bytes = static_cast<std::uint32_t>(ranges[first].end - ranges[first].begin);
    span.runs = static_cast<std::uint32_t>(last - first);
    if (span.runs > 1) {
      span.run_stride = static_cast<std::int64_t>(ranges[first + 1].begin - ranges[first].begin);
    }
    span.groups = repeats;
    span.group_stride = stride;
    out.push_back({MemSpace::UB, write, span});
    first = last;
  }
}

void add_operand(const LaneGrid& grid, const VectorOperand& operand, LaneLayout layout, bool write,
                 std::vector<Footprint>& out) {
  if (const std::uint32_t parts = grid.mask.row_repeats; parts > 1) {
    for (std::uint32_t part = 0; part < parts; ++part) {
      add_repeats(operand, layout, part, parts, grid.repeats / parts, grid.active(part), write,
                  out);
    }
    return;
  }
  const std::uint32_t uniform = grid.uniform_repeats();
  if (uniform > 0) add_repeats(operand, layout, 0, 1, uniform, grid.active(0), write, out);
  for (std::uint32_t repeat = uniform; repeat < grid.repeats; ++repeat) {
    add_repeats(operand, layout, repeat, 1, 1, grid.active(repeat), write, out);
  }
}

void add_rows(std::uint64_t address, std::uint32_t bytes, std::uint32_t repeats,
              std::int64_t stride, bool write, std::vector<Footprint>& out) {
  if (bytes == 0 || repeats == 0) return;
  Span span = contiguous(address, bytes);
  span.groups = repeats;
  span.group_stride = stride;
  out.push_back({MemSpace::UB, write, span});
}

}  // namespace npusim::isa
