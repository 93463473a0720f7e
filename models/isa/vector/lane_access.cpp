// SPDX-License-Identifier: Apache-2.0
#include "models/isa/vector/lane_access.h"

#include <bit>

namespace npusim::isa {
namespace {

/// First lane at or after `lane` whose mask bit equals `value`; `lanes` if there is none.
unsigned find_lane(const VectorMask& mask, unsigned lane, unsigned lanes, bool value) {
  while (lane < lanes) {
    const std::uint64_t word = lane < 64 ? mask.low : mask.high;
    const std::uint64_t rest = (value ? word : ~word) >> (lane % 64);
    if (rest != 0) return std::min(lane + static_cast<unsigned>(std::countr_zero(rest)), lanes);
    lane = (lane / 64 + 1) * 64;
  }
  return lanes;
}

}  // namespace

ActiveLanes::ActiveLanes(const VectorMask& mask, std::uint32_t repeat, unsigned lanes) {
  if (mask.count_mode) {
    const std::uint32_t counted = mask.row_repeats == 0 ? repeat : repeat % mask.row_repeats;
    const std::uint64_t done = std::uint64_t{counted} * lanes;
    if (mask.low > done)
      add(0, static_cast<unsigned>(std::min<std::uint64_t>(mask.low - done, lanes)));
    return;
  }
  for (unsigned lane = find_lane(mask, 0, lanes, true); lane < lanes;) {
    const unsigned stop = find_lane(mask, lane, lanes, false);
    add(lane, stop);
    lane = find_lane(mask, stop, lanes, true);
  }
}

void ActiveLanes::add(unsigned begin, unsigned end) {
  runs_[count_++] = {static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(end)};
}

std::uint32_t LaneGrid::uniform_repeats() const {
  if (!mask.count_mode || mask.row_repeats == 1) return repeats;
  if (mask.row_repeats > 1) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(mask.low / lanes, repeats));
}

void read_lanes(Bytes ub, const VectorOperand& operand, LaneLayout layout, std::uint32_t repeat,
                const ActiveLanes& active, LaneBuffer& buffer) {
  for (const ActiveLanes::Run run : active) {
    for_each_stretch(operand, layout, repeat, run.begin, run.end,
                     [&](std::uint64_t address, unsigned lane, unsigned lanes) {
                       std::memcpy(buffer.bytes + layout.bytes(lane), ub.data + address,
                                   layout.bytes(lanes));
                     });
  }
}

void write_lanes(WriteSet& out, const VectorOperand& operand, LaneLayout layout,
                 std::uint32_t repeat, const ActiveLanes& active, const LaneBuffer& buffer) {
  for (const ActiveLanes::Run run : active) {
    for_each_stretch(operand, layout, repeat, run.begin, run.end,
                     [&](std::uint64_t address, unsigned lane, unsigned lanes) {
                       const unsigned bytes = layout.bytes(lanes);
                       std::memcpy(out.add_unfilled(address, bytes),
                                   buffer.bytes + layout.bytes(lane), bytes);
                     });
  }
}

}  // namespace npusim::isa
