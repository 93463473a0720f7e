// SPDX-License-Identifier: Apache-2.0
// VREDUCEV2 with a fixed pattern: keeps every second or fourth lane of a row, and appends the rows.
#include <cstring>
#include <string>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

/// Lanes first, first+step, ... are kept.
struct Pattern {
  unsigned first, step;
};
/// By the public MaskPattern: P0101 P1010 P0001 P0010 P0100 P1000 P1111; 0 is none.
constexpr Pattern kPatterns[] = {{0, 0}, {0, 2}, {1, 2}, {0, 4}, {1, 4}, {2, 4}, {3, 4}, {0, 1}};

Pattern pattern_of(const CompactInstruction& instruction) { return kPatterns[instruction.pattern]; }

/// Lanes of a row: in count mode the mask counts them per row.
unsigned row_lanes(const CompactInstruction& instruction) {
  return instruction.mask.count_mode ? static_cast<unsigned>(instruction.mask.low)
                                     : kRepeatBytes / size_bytes(instruction.dtype);
}

unsigned kept_lanes(const CompactInstruction& instruction) {
  const Pattern pattern = pattern_of(instruction);
  const unsigned lanes = row_lanes(instruction);
  return lanes <= pattern.first ? 0 : (lanes - pattern.first + pattern.step - 1) / pattern.step;
}

/// Where blocks touch, the kept lanes of a row are evenly spaced; else each block has its own span.
void add_source(const CompactInstruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  const Pattern pattern = pattern_of(instruction);
  const unsigned per_block = kBlockBytes / size;
  const unsigned lanes = row_lanes(instruction);
  const bool dense = instruction.src0.block_stride == 1;
  const unsigned step = dense ? lanes : per_block;
  for (unsigned begin = 0; begin < lanes; begin += step) {
    const unsigned end = std::min(lanes, begin + step);
    if (begin + pattern.first >= end) break;
    const unsigned kept = (end - begin - pattern.first + pattern.step - 1) / pattern.step;
    Span span;
    span.address = lane_address(instruction.src0, size, 0, begin + pattern.first);
    span.run_bytes = pattern.step == 1 ? kept * size : size;
    span.runs = pattern.step == 1 ? 1 : kept;
    span.run_stride = pattern.step == 1 ? 0 : std::int64_t{pattern.step} * size;
    span.groups = instruction.repeats;
    span.group_stride = std::int64_t{instruction.src0.repeat_stride} * kBlockBytes;
    out.push_back({MemSpace::UB, false, span});
  }
}

}  // namespace

void execute_repeat(const CompactInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const Pattern pattern = pattern_of(instruction);
  const unsigned kept = kept_lanes(instruction);
  const std::uint64_t position = std::uint64_t{context.repeat} * kept;
  context.state.kept_elements = position + kept;
  if (kept == 0) return;
  std::uint8_t* target = context.out.add(instruction.dst + position * size, kept * size);
  for (unsigned i = 0; i < kept; ++i) {
    std::memcpy(target + i * size,
                context.ub.data + lane_address(instruction.src0, size, context.repeat,
                                               pattern.first + i * pattern.step),
                size);
  }
}

void footprint(const CompactInstruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  if (instruction.pattern < 1 || instruction.pattern > 7) {
    not_modelled(instruction, "mask pattern " + std::to_string(instruction.pattern));
  }
  if (instruction.repeats == 0) return;
  add_source(instruction, out);
  const std::uint32_t bytes = kept_lanes(instruction) * size;
  add_rows(instruction.dst, bytes, instruction.repeats, bytes, true, out);
}

}  // namespace npusim::isa
