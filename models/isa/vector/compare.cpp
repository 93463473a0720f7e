// SPDX-License-Identifier: Apache-2.0
// VCMP, VCMPV, VCMPVS: lanes against lanes or a scalar, a bit per lane, low bit first (numerics.md
// rule 8: plain compares). Results in UB: every lane of every repeat, whatever the mask says;
// results in CMPMASK: one repeat, lanes that the mask stops keep their bit (intrinsics.md 2.1,
// 2.3.5).
#include <algorithm>
#include <cstring>
#include <string>

#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/lane_element.h"
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

/// Lanes of stored type T, whole bytes of results; load() gives what is compared.
template <Comparison kComparison, typename T, typename Load>
void pack(const T* x, const T* y, T scalar, unsigned lanes, std::uint8_t* bits, Load load) {
  const auto other = load(scalar);
  for (unsigned first = 0; first < lanes; first += 8) {
    unsigned byte = 0;
    for (unsigned i = 0; i < 8; ++i) {
      const auto value = load(x[first + i]);
      const bool holds = compare(value, y == nullptr ? other : load(y[first + i]), kComparison);
      byte |= (holds ? 1u : 0u) << i;
    }
    bits[first / 8] = static_cast<std::uint8_t>(byte);
  }
}

template <typename T, typename Load>
void compare_lanes(const CompareInstruction& instruction, const void* a, const void* b,
                   unsigned lanes, std::uint8_t* bits, Load load) {
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  const T scalar = value_at<T>(&instruction.scalar);
  switch (instruction.comparison) {
    case Comparison::Eq:
      return pack<Comparison::Eq>(x, y, scalar, lanes, bits, load);
    case Comparison::Ne:
      return pack<Comparison::Ne>(x, y, scalar, lanes, bits, load);
    case Comparison::Lt:
      return pack<Comparison::Lt>(x, y, scalar, lanes, bits, load);
    case Comparison::Le:
      return pack<Comparison::Le>(x, y, scalar, lanes, bits, load);
    case Comparison::Gt:
      return pack<Comparison::Gt>(x, y, scalar, lanes, bits, load);
    case Comparison::Ge:
      return pack<Comparison::Ge>(x, y, scalar, lanes, bits, load);
  }
}

bool has_second_source(const CompareInstruction& instruction) {
  return instruction.opcode != Opcode::VCMPVS;
}

/// The grid without the mask.
LaneGrid whole_grid(const CompareInstruction& instruction) {
  return {{}, instruction.repeats, kRepeatBytes / size_bytes(instruction.dtype)};
}

/// The bits of one repeat, whole bytes.
void compare_repeat(const CompareInstruction& instruction, const RepeatContext& context,
                    const ActiveLanes& active, std::uint8_t* bits) {
  const unsigned size = size_bytes(instruction.dtype);
  LaneBuffer first, second;
  read_lanes(context.ub, instruction.src0, size, context.repeat, active, first);
  const bool two = has_second_source(instruction);
  if (two) read_lanes(context.ub, instruction.src1, size, context.repeat, active, second);
  const void* const other = two ? second.bytes : nullptr;
  const unsigned lanes = active.extent();
  switch (instruction.dtype) {
    case DType::FLOAT32:
      return compare_lanes<float>(instruction, first.bytes, other, lanes, bits,
                                  [](float value) { return value; });
    case DType::INT32:
      return compare_lanes<std::int32_t>(instruction, first.bytes, other, lanes, bits,
                                         [](std::int32_t value) { return value; });
    default:
      return compare_lanes<std::uint16_t>(instruction, first.bytes, other, lanes, bits,
                                          float16_to_float);
  }
}

void set_register(const CompareInstruction& instruction, const RepeatContext& context) {
  const ActiveLanes active = lane_grid(instruction, size_bytes(instruction.dtype)).active(0);
  std::uint8_t bits[kMaxLanes / 8] = {};
  compare_repeat(instruction, context, active, bits);
  for (const ActiveLanes::Run run : active) {
    for (unsigned lane = run.begin; lane < run.end; ++lane) {
      std::uint64_t& word = context.state.compare_mask[lane / 64];
      const std::uint64_t bit = std::uint64_t{1} << (lane % 64);
      word = (bits[lane / 8] >> (lane % 8) & 1u) != 0 ? word | bit : word & ~bit;
    }
  }
}

}  // namespace

void execute_repeat(const CompareInstruction& instruction, const RepeatContext& context) {
  if (instruction.opcode == Opcode::VCMP) return set_register(instruction, context);
  const LaneGrid grid = whole_grid(instruction);
  const unsigned bytes = grid.lanes / 8;
  std::uint8_t* const bits =
      context.out.add(instruction.dst.address + std::uint64_t{context.repeat} * bytes, bytes);
  compare_repeat(instruction, context, grid.active(context.repeat), bits);
}

namespace {

/// One repeat, of whose result the first `valid` bytes count: what follows them is nobody's
/// business, and so are the lanes that it comes from.
void add_partial_repeat(const CompareInstruction& instruction, std::uint32_t repeat,
                        std::uint32_t valid, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  const unsigned lanes = kRepeatBytes / size;
  const auto add_source = [&](const VectorOperand& operand) {
    for_each_stretch(operand, size, repeat, 0, lanes,
                     [&](std::uint64_t address, unsigned first, unsigned count) {
                       const unsigned good =
                           std::clamp<unsigned>(valid * 8, first, first + count) - first;
                       add_rows(address, good * size, 1, 0, false, out);
                       if (good == count) return;
                       add_rows(address + good * size, (count - good) * size, 1, 0, false, out);
                       out.back().beyond = true;
                     });
  };
  add_source(instruction.src0);
  if (has_second_source(instruction)) add_source(instruction.src1);
  const std::uint32_t bytes = lanes / 8;
  const std::uint64_t dst = instruction.dst.address + std::uint64_t{repeat} * bytes;
  add_rows(dst, valid, 1, 0, true, out);
  add_rows(dst + valid, bytes - valid, 1, 0, true, out);
  out.back().unspecified = true;
}

}  // namespace

void footprint(const CompareInstruction& instruction, std::vector<Footprint>& out) {
  const DType type = instruction.dtype;
  if (type != DType::FLOAT32 && type != DType::FLOAT16 && type != DType::INT32) {
    not_modelled(instruction, "compares are of float32, float16 or int32");
  }
  if (instruction.comparison > Comparison::Ge ||
      (type == DType::INT32 && instruction.comparison > Comparison::Ne)) {
    not_modelled(instruction,
                 "comparison " + std::to_string(static_cast<int>(instruction.comparison)));
  }
  const unsigned size = size_bytes(type);
  LaneGrid grid = whole_grid(instruction);
  if (instruction.opcode == Opcode::VCMP) {
    grid = {instruction.mask, 1, grid.lanes};
    add_operand(grid, instruction.src0, size, false, out);
    add_operand(grid, instruction.src1, size, false, out);
    return;
  }
  const std::uint32_t bytes = grid.lanes / 8;
  const std::uint32_t repeats = instruction.repeats;
  grid.repeats = std::min(repeats, instruction.valid_bytes / bytes);
  add_operand(grid, instruction.src0, size, false, out);
  if (has_second_source(instruction)) add_operand(grid, instruction.src1, size, false, out);
  add_rows(instruction.dst.address, bytes, grid.repeats, bytes, true, out);
  for (std::uint32_t repeat = grid.repeats; repeat < repeats; ++repeat) {
    const std::uint32_t before = repeat * bytes;
    add_partial_repeat(instruction, repeat,
                       instruction.valid_bytes > before ? instruction.valid_bytes - before : 0,
                       out);
  }
}

}  // namespace npusim::isa
