// SPDX-License-Identifier: Apache-2.0
#include "models/isa/repeat_overlap.h"

#include <algorithm>
#include <vector>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/lane_kernels.h"

namespace npusim::isa {
namespace {

/// Calls visit(block, repeat) for each block of UB in which an operand has an active lane.
template <typename Visit>
void for_each_block(const LaneInstruction& lanes, const VectorOperand& operand, Visit visit) {
  const unsigned size = size_bytes(lanes.dtype);
  const LaneGrid grid = lane_grid(lanes, size);
  for (std::uint32_t repeat = 0; repeat < lanes.repeats; ++repeat) {
    for (const ActiveLanes::Run run : grid.active(repeat)) {
      for_each_stretch(operand, size, repeat, run.begin, run.end,
                       [&](std::uint64_t address, unsigned, unsigned count) {
                         const std::uint64_t last = (address + count * size - 1) / kBlockBytes;
                         for (std::uint64_t block = address / kBlockBytes; block <= last; ++block) {
                           visit(block, repeat);
                         }
                       });
    }
  }
}

/// One past the last byte that any repeat could touch.
std::uint64_t end_of(const LaneInstruction& lanes, const VectorOperand& operand) {
  return operand.address + ((lanes.repeats - 1) * std::uint64_t{operand.repeat_stride} +
                            7 * std::uint64_t{operand.block_stride} + 1) *
                               kBlockBytes;
}

bool is_asked(const LaneInstruction& lanes, const VectorOperand& source) {
  const VectorOperand& result = lanes.dst;
  if (source.repeat_stride == 0) return false;
  if (source.address >= end_of(lanes, result) || result.address >= end_of(lanes, source)) {
    return false;
  }
  // In place; or, where the result stays in one place, the accumulation that the rule allows.
  return source.address != result.address ||
         (source.repeat_stride != result.repeat_stride && result.repeat_stride != 0);
}

bool is_overwritten(const LaneInstruction& lanes, const VectorOperand& source) {
  const std::uint64_t first = source.address / kBlockBytes;
  std::vector<std::uint32_t> last_read(end_of(lanes, source) / kBlockBytes + 1 - first, 0);
  for_each_block(lanes, source, [&](std::uint64_t block, std::uint32_t repeat) {
    last_read[block - first] = repeat;
  });
  bool found = false;
  for_each_block(lanes, lanes.dst, [&](std::uint64_t block, std::uint32_t repeat) {
    if (block >= first && block - first < last_read.size()) {
      found |= last_read[block - first] > repeat;
    }
  });
  return found;
}

bool overwrites(const LaneInstruction& lanes) {
  const bool one_width = size_bytes(lanes.dtype) == size_bytes(lanes.src_dtype);
  if (lanes.repeats < 2 || !one_width || lanes.mask.row_repeats != 0) return false;
  const VectorOperand* const sources[] = {&lanes.src0, &lanes.src1};
  const unsigned count = lane_operation(lanes.opcode, lanes.dtype, lanes.src_dtype).sources;
  return std::any_of(sources, sources + std::min(count, 2u), [&](const VectorOperand* source) {
    return is_asked(lanes, *source) && is_overwritten(lanes, *source);
  });
}

}  // namespace

bool overwrites_later_source(const Operands& operands) {
  const auto* const lanes = std::get_if<LaneInstruction>(&operands);
  return lanes != nullptr && overwrites(*lanes);
}

}  // namespace npusim::isa
