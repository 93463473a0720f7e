// SPDX-License-Identifier: Apache-2.0
// The bytes that the lanes of a vector operand occupy, as spans with a group per repeat.
#pragma once

#include <cstdint>
#include <vector>

#include "models/arch/byte_range.h"
#include "models/isa/execute.h"
#include "models/isa/footprint.h"
#include "models/isa/vector/lane_access.h"

namespace npusim::isa {

/// The lanes `grid` of `operand`, elements as `layout` says. In count mode a partial last repeat is
/// an entry of its own, after those of the whole repeats.
void add_operand(const LaneGrid& grid, const VectorOperand& operand, LaneLayout layout, bool write,
                 std::vector<Footprint>& out);

/// The bytes that `ranges` cover in the first repeat, in any order, and `stride` bytes further in
/// each of the others.
void add_ranges(std::vector<ByteRange> ranges, std::uint32_t repeats, std::int64_t stride,
                bool write, std::vector<Footprint>& out);

/// `bytes` contiguous bytes per repeat, `stride` bytes apart.
void add_rows(std::uint64_t address, std::uint32_t bytes, std::uint32_t repeats,
              std::int64_t stride, bool write, std::vector<Footprint>& out);

}  // namespace npusim::isa
