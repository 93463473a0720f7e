// SPDX-License-Identifier: Apache-2.0
// VREDUCEV2 and VREDUCE: keep lanes by a fixed pattern or by bits in UB, and append the rows. A row
// is a repeat; in count mode it is as long as the mask says (intrinsics.md 2.1, 2.3.8).
#include <algorithm>
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
/// By the public MaskPattern: P0101 P1010 P0001 P0010 P0100 P1000 P1111; 0: bits in UB.
constexpr Pattern kPatterns[] = {{0, 1}, {0, 2}, {1, 2}, {0, 4}, {1, 4}, {2, 4}, {3, 4}, {0, 1}};

bool by_bits(const CompactInstruction& instruction) { return instruction.pattern == 0; }

Pattern pattern_of(const CompactInstruction& instruction) { return kPatterns[instruction.pattern]; }

/// Lanes of a row: in count mode the mask counts them per row.
unsigned row_lanes(const CompactInstruction& instruction) {
  return instruction.mask.count_mode ? static_cast<unsigned>(instruction.mask.low)
                                     : kRepeatBytes / size_bytes(instruction.dtype);
}

/// Lanes that a fixed pattern keeps of a row; by bits: at most.
unsigned kept_lanes(const CompactInstruction& instruction) {
  const Pattern pattern = pattern_of(instruction);
  const unsigned lanes = row_lanes(instruction);
  return lanes <= pattern.first ? 0 : (lanes - pattern.first + pattern.step - 1) / pattern.step;
}

/// Of compaction by bits.
bool keeps(const CompactInstruction& instruction, Bytes ub, std::uint32_t repeat, unsigned lane) {
  const std::uint64_t row =
      instruction.src1 + std::uint64_t{repeat} * instruction.src1_repeat * kBlockBytes + lane / 8;
  return row < ub.size && (ub.data[row] >> (lane % 8) & 1u) != 0;
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

void add_sources(const CompactInstruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size != 2 && size != 4) not_modelled(instruction, "elements have 2 or 4 bytes");
  if (instruction.pattern >= std::size(kPatterns)) {
    not_modelled(instruction, "mask pattern " + std::to_string(instruction.pattern));
  }
  if (instruction.repeats == 0) return;
  add_source(instruction, out);
  if (!by_bits(instruction)) return;
  add_rows(instruction.src1, (row_lanes(instruction) + 7) / 8, instruction.repeats,
           std::int64_t{instruction.src1_repeat} * kBlockBytes, false, out);
}

/// The lanes of a row that are kept.
unsigned kept_of_row(const CompactInstruction& instruction, Bytes ub, std::uint32_t repeat) {
  if (!by_bits(instruction)) return kept_lanes(instruction);
  unsigned kept = 0;
  for (unsigned lane = 0; lane < row_lanes(instruction); ++lane) {
    kept += keeps(instruction, ub, repeat, lane) ? 1 : 0;
  }
  return kept;
}

}  // namespace

void execute_repeat(const CompactInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype), lanes = row_lanes(instruction);
  std::uint64_t& position = context.state.kept_elements;
  if (context.repeat == 0) position = 0;
  const unsigned kept = kept_of_row(instruction, context.ub, context.repeat);
  if (kept == 0) return;
  std::uint8_t* target = context.out.add_unfilled(instruction.dst + position * size, kept * size);
  position += kept;
  const Pattern pattern = pattern_of(instruction);
  for (unsigned lane = pattern.first; lane < lanes; lane += pattern.step) {
    if (by_bits(instruction) && !keeps(instruction, context.ub, context.repeat, lane)) continue;
    std::memcpy(target,
                context.ub.data + lane_address(instruction.src0, size, context.repeat, lane), size);
    target += size;
  }
}

/// By bits, what is written depends on them: at most all lanes of all rows.
void footprint(const CompactInstruction& instruction, std::vector<Footprint>& out) {
  add_sources(instruction, out);
  const std::uint32_t bytes = kept_lanes(instruction) * size_bytes(instruction.dtype);
  add_rows(instruction.dst, bytes, instruction.repeats, bytes, true, out);
}

void footprint(const CompactInstruction& instruction, const DataView& data,
               std::vector<Footprint>& out) {
  if (!by_bits(instruction)) return footprint(instruction, out);
  add_sources(instruction, out);
  const unsigned size = size_bytes(instruction.dtype);
  std::uint64_t target = instruction.dst;
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    const std::uint32_t bytes = kept_of_row(instruction, data.ub, repeat) * size;
    add_rows(target, bytes, 1, 0, true, out);
    target += bytes;
  }
}

}  // namespace npusim::isa
