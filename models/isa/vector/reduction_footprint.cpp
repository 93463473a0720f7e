// SPDX-License-Identifier: Apache-2.0
// What reductions touch.
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/reductions.h"

namespace npusim::isa {
namespace {

/// Bytes that repeats [first, first + repeats), whose lanes are `active`, write.
void add_results(const ReduceInstruction& instruction, const ActiveLanes& active,
                 std::uint32_t first, std::uint32_t repeats, std::vector<Footprint>& out) {
  const unsigned bytes = reduction_result_bytes(instruction);
  const std::int64_t stride =
      std::int64_t{instruction.dst_repeat} * reduction_unit_bytes(instruction);
  const std::uint64_t address = instruction.dst + first * static_cast<std::uint64_t>(stride);
  std::vector<ByteRange> results;
  for_each_group(active, lanes_per_group(instruction), [&](unsigned index) {
    append_range(results, {address + index * bytes, address + (index + 1) * bytes});
  });
  const std::size_t added = out.size();
  add_ranges(std::move(results), repeats, stride, true, out);
  for (std::size_t i = added; i < out.size(); ++i) out[i].first_repeat = first;
}

}  // namespace

void footprint(const ReduceInstruction& instruction, std::vector<Footprint>& out) {
  if (instruction.dtype != DType::FLOAT32 && instruction.dtype != DType::FLOAT16) {
    not_modelled(instruction, "reductions are of float32 or float16");
  }
  const unsigned size = size_bytes(instruction.dtype);
  const LaneGrid grid = lane_grid(instruction, size);
  add_operand(grid, instruction.src, size, false, out);
  if (const auto& row = instruction.row_sum) {
    add_rows(row->address, row->columns * size, instruction.repeats, row->stride_bytes, false, out);
  }
  const std::uint32_t uniform = grid.uniform_repeats();
  if (uniform > 0) add_results(instruction, grid.active(0), 0, uniform, out);
  for (std::uint32_t repeat = uniform; repeat < instruction.repeats; ++repeat) {
    add_results(instruction, grid.active(repeat), repeat, 1, out);
  }
}

}  // namespace npusim::isa
