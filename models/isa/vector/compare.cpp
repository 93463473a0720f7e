// SPDX-License-Identifier: Apache-2.0
// VCMPVS: lanes against a scalar, a bit per lane, low bit first (numerics.md rule 8: plain
// compares).
#include <cstring>
#include <string>

#include "models/arch/small_float.h"
#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

template <typename T>
bool compare(T a, T b, Comparison comparison) {
  switch (comparison) {
    case Comparison::Eq:
      return a == b;
    case Comparison::Ne:
      return a != b;
    case Comparison::Lt:
      return a < b;
    case Comparison::Le:
      return a <= b;
    case Comparison::Gt:
      return a > b;
    case Comparison::Ge:
      return a >= b;
  }
  return false;
}

template <typename T>
T at(const void* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

bool lane_matches(const CompareInstruction& instruction, const void* lane) {
  const Comparison mode = instruction.comparison;
  const void* scalar = &instruction.scalar;
  if (instruction.dtype == DType::FLOAT32) return compare(at<float>(lane), at<float>(scalar), mode);
  if (instruction.dtype == DType::INT32) {
    return compare(at<std::int32_t>(lane), at<std::int32_t>(scalar), mode);
  }
  return compare(float16_to_float(at<std::uint16_t>(lane)),
                 float16_to_float(at<std::uint16_t>(scalar)), mode);
}

unsigned result_bytes(const ActiveLanes& active) { return (active.extent() + 7) / 8; }

}  // namespace

void execute_repeat(const CompareInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const LaneGrid grid = lane_grid(instruction, size);
  const ActiveLanes active = grid.active(context.repeat);
  if (active.empty()) return;
  LaneBuffer source;
  read_lanes(context.ub, instruction.src0, size, context.repeat, active, source);
  std::uint8_t* bits =
      context.out.add(instruction.dst.address + std::uint64_t{context.repeat} * (grid.lanes / 8),
                      result_bytes(active));
  for (const ActiveLanes::Run run : active) {
    for (unsigned lane = run.begin; lane < run.end; ++lane) {
      if (!lane_matches(instruction, source.bytes + lane * size)) continue;
      bits[lane / 8] = static_cast<std::uint8_t>(bits[lane / 8] | 1u << (lane % 8));
    }
  }
}

void footprint(const CompareInstruction& instruction, std::vector<Footprint>& out) {
  const DType type = instruction.dtype;
  if (type != DType::FLOAT32 && type != DType::FLOAT16 && type != DType::INT32) {
    not_modelled(instruction, "compares are of float32, float16 or int32");
  }
  if (instruction.comparison > Comparison::Ge ||
      (type == DType::INT32 && instruction.comparison > Comparison::Ne)) {
    not_modelled(instruction,
                 "CmpMode " + std::to_string(static_cast<int>(instruction.comparison)));
  }
  const LaneGrid grid = lane_grid(instruction, size_bytes(type));
  add_operand(grid, instruction.src0, size_bytes(type), false, out);
  const unsigned repeat_bytes = grid.lanes / 8;
  const std::uint32_t uniform = grid.uniform_repeats();
  add_rows(instruction.dst.address, result_bytes(grid.active(0)), uniform, repeat_bytes, true, out);
  for (std::uint32_t repeat = uniform; repeat < instruction.repeats; ++repeat) {
    add_rows(instruction.dst.address + std::uint64_t{repeat} * repeat_bytes,
             result_bytes(grid.active(repeat)), 1, 0, true, out);
  }
}

}  // namespace npusim::isa
