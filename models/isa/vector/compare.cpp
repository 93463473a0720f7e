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

/// The public CmpMode, same numbers.
enum class CmpMode : std::int32_t { EQ, NE, LT, LE, GT, GE };

template <typename T>
bool compare(T a, T b, CmpMode mode) {
  switch (mode) {
    case CmpMode::EQ:
      return a == b;
    case CmpMode::NE:
      return a != b;
    case CmpMode::LT:
      return a < b;
    case CmpMode::LE:
      return a <= b;
    case CmpMode::GT:
      return a > b;
    case CmpMode::GE:
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

bool lane_matches(const Instruction& instruction, const void* lane) {
  const auto mode = static_cast<CmpMode>(instruction.mode);
  const void* scalar = &instruction.scalar;
  if (instruction.dtype == DType::FLOAT32) return compare(at<float>(lane), at<float>(scalar), mode);
  if (instruction.dtype == DType::INT32) {
    return compare(at<std::int32_t>(lane), at<std::int32_t>(scalar), mode);
  }
  return compare(float16_to_float(at<std::uint16_t>(lane)),
                 float16_to_float(at<std::uint16_t>(scalar)), mode);
}

unsigned result_bytes(const ActiveLanes& active) { return (active.extent() + 7) / 8; }

void execute(const RepeatContext& context) {
  const Instruction& instruction = context.instruction;
  const unsigned size = size_bytes(instruction.dtype);
  const unsigned lanes = lanes_per_repeat(instruction);
  const ActiveLanes active(instruction.mask, context.repeat, lanes);
  if (active.empty()) return;
  LaneBuffer source;
  read_lanes(context.ub, instruction.src[0], size, context.repeat, active, source);
  std::uint8_t* bits = context.out.add(
      instruction.dst.address + std::uint64_t{context.repeat} * (lanes / 8), result_bytes(active));
  for (const ActiveLanes::Run run : active) {
    for (unsigned lane = run.begin; lane < run.end; ++lane) {
      if (!lane_matches(instruction, source.bytes + lane * size)) continue;
      bits[lane / 8] = static_cast<std::uint8_t>(bits[lane / 8] | 1u << (lane % 8));
    }
  }
}

void describe(const Instruction& instruction, std::vector<Footprint>& out) {
  const DType type = instruction.dtype;
  if (type != DType::FLOAT32 && type != DType::FLOAT16 && type != DType::INT32) {
    not_modelled(instruction, "compares are of float32, float16 or int32");
  }
  if (instruction.mode < 0 || instruction.mode > static_cast<int>(CmpMode::GE) ||
      (type == DType::INT32 && instruction.mode > static_cast<int>(CmpMode::NE))) {
    not_modelled(instruction, "CmpMode " + std::to_string(instruction.mode));
  }
  add_operand(instruction, instruction.src[0], size_bytes(type), false, out);
  const unsigned lanes = lanes_per_repeat(instruction);
  const std::uint32_t uniform = uniform_repeats(instruction);
  add_rows(instruction.dst.address, result_bytes({instruction.mask, 0, lanes}), uniform, lanes / 8,
           true, out);
  for (std::uint32_t repeat = uniform; repeat < instruction.repeats; ++repeat) {
    add_rows(instruction.dst.address + std::uint64_t{repeat} * (lanes / 8),
             result_bytes({instruction.mask, repeat, lanes}), 1, 0, true, out);
  }
}

}  // namespace

const VectorFamily kCompareFamily = {execute, nullptr, describe};

}  // namespace npusim::isa
