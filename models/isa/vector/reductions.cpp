// SPDX-License-Identifier: Apache-2.0
// VCADD, VCMAX, VCMIN: the masked lanes of a repeat to one element.
//   reference  ascending, sums from +0 in float (numerics.md rules 3 and 6); float16 rounds once
//   hardware   sums by a tree of neighbours, every level rounded to the type (tile-isa.md 3.3);
//              maxima are the same in any order but for signed zeros and NaN
#include <cstring>

#include "models/arch/small_float.h"
#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

float load(DType type, const std::uint8_t* bytes) {
  if (type == DType::FLOAT16) {
    std::uint16_t bits;
    std::memcpy(&bits, bytes, sizeof bits);
    return float16_to_float(bits);
  }
  float value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

float rounded(DType type, float value) {
  return type == DType::FLOAT16 ? float16_to_float(float_to_float16_rne(value)) : value;
}

float sum_of_row(DType type, const RowSum& row, const RepeatContext& context) {
  const unsigned size = size_bytes(type);
  const std::uint8_t* const bytes =
      context.ub.data + row.address + std::uint64_t{context.repeat} * row.stride_bytes;
  float sum = 0;
  for (std::uint32_t i = 0; i < row.columns; ++i) sum += load(type, bytes + i * size);
  return sum;
}

/// Sum of the values by neighbours: (v0+v1)+(v2+v3)... A masked-off lane adds 0.
float tree_sum(DType type, float* values, unsigned lanes) {
  for (; lanes > 1; lanes /= 2) {
    for (unsigned i = 0; i < lanes / 2; ++i) {
      values[i] = rounded(type, values[2 * i] + values[2 * i + 1]);
    }
  }
  return values[0];
}

float reduce_lanes(const ReduceInstruction& instruction, const RepeatContext& context,
                   const ActiveLanes& active) {
  const DType type = instruction.dtype;
  const unsigned size = size_bytes(type);
  LaneBuffer source;
  read_lanes(context.ub, instruction.src, size, context.repeat, active, source);
  float values[kMaxLanes] = {};
  float sum = 0;
  float extreme = 0;
  bool first = true;
  for (const ActiveLanes::Run run : active) {
    for (unsigned lane = run.begin; lane < run.end; ++lane) {
      const float value = values[lane] = load(type, source.bytes + lane * size);
      sum += value;
      const bool replaces = instruction.opcode == Opcode::VCMAX ? extreme < value : value < extreme;
      if (first || replaces) extreme = value;
      first = false;
    }
  }
  if (instruction.opcode != Opcode::VCADD) return extreme;
  if (context.options.numerics == Numerics::Reference) return sum;
  return tree_sum(type, values, kRepeatBytes / size);
}

/// A repeat's result: elements apart, not blocks.
std::uint64_t result_address(const ReduceInstruction& instruction, std::uint32_t repeat) {
  return instruction.dst +
         std::uint64_t{repeat} * instruction.dst_repeat * size_bytes(instruction.dtype);
}

}  // namespace

void execute_repeat(const ReduceInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active = lane_grid(instruction, size).active(context.repeat);
  if (active.empty()) return;
  const bool whole_row =
      instruction.row_sum.has_value() && context.options.numerics == Numerics::Reference;
  const float value = whole_row ? sum_of_row(instruction.dtype, *instruction.row_sum, context)
                                : reduce_lanes(instruction, context, active);
  std::uint8_t* target = context.out.add(result_address(instruction, context.repeat), size);
  if (instruction.dtype == DType::FLOAT16) {
    const std::uint16_t bits = float_to_float16_rne(value);
    std::memcpy(target, &bits, sizeof bits);
  } else {
    std::memcpy(target, &value, sizeof value);
  }
}

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
  if (grid.active(0).empty()) return;
  add_rows(instruction.dst, size, instruction.repeats, std::int64_t{instruction.dst_repeat} * size,
           true, out);
}

}  // namespace npusim::isa
