// SPDX-License-Identifier: Apache-2.0
// Reductions of a repeat (VCADD, VCMAX, VCMIN), of each of its blocks (VCGADD, VCGMAX, VCGMIN) and
// of pairs (VCPADD). intrinsics.md 2.3.7:
//   sums     by a tree of neighbours, every level rounded to the type and saturated as CTRL[48]
//            says; a lane that the mask stops adds nothing. VCADD with numerics = reference:
//            ascending from +0 in float, float16 rounded once (numerics.md rule 3)
//   extremes the first of equals; NaN as isa.nan_minmax says
// A block or a pair without an active lane writes nothing.
#include "models/isa/vector/reductions.h"

#include <cmath>
#include <cstring>

#include "models/isa/numerics/saturation.h"
#include "models/isa/vector/lane_element.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/saturation_mode.h"

namespace npusim::isa {
namespace {

/// A float as it is after a trip through the result's type.
class Rounding {
 public:
  Rounding(DType type, std::uint64_t control)
      : half_(type == DType::FLOAT16), saturate_(half_ && saturates_floats(control)) {}
  float operator()(float value) const {
    if (!half_) return value;
    std::uint16_t bits = float_to_float16_rne(value);
    if (saturate_) saturate_float16(&bits, 1);
    return float16_to_float(bits);
  }

 private:
  bool half_, saturate_;
};

/// The values of the active lanes of a repeat; the others are 0.
struct Values {
  float of[kMaxLanes] = {};
};

void load_values(DType type, const LaneBuffer& source, const ActiveLanes& active, Values& values) {
  for (const ActiveLanes::Run run : active) {
    if (type == DType::FLOAT32) {
      std::memcpy(values.of + run.begin, source.bytes + run.begin * sizeof(float),
                  (run.end - run.begin) * sizeof(float));
      continue;
    }
    const auto* halves = reinterpret_cast<const std::uint16_t*>(source.bytes);
    for (unsigned i = run.begin; i < run.end; ++i) values.of[i] = float16_to_float(halves[i]);
  }
}

/// `lanes` values, which are lost.
float tree_sum(float* values, unsigned lanes, const Rounding& rounding) {
  for (; lanes > 1; lanes /= 2) {
    for (unsigned i = 0; i < lanes / 2; ++i) {
      values[i] = rounding(values[2 * i] + values[2 * i + 1]);
    }
  }
  return values[0];
}

float ascending_sum(const Values& values, const ActiveLanes& active) {
  float sum = 0;
  for (const ActiveLanes::Run run : active) {
    for (unsigned i = run.begin; i < run.end; ++i) sum += values.of[i];
  }
  return sum;
}

/// Whether `value` takes the place of `best`, which came before it.
bool replaces(float value, float best, bool largest, NanMinMax nan) {
  if (nan == NanMinMax::Propagate && (std::isnan(value) || std::isnan(best))) {
    return !std::isnan(best);
  }
  if (nan == NanMinMax::Number && std::isnan(best)) return !std::isnan(value);
  return largest ? best < value : value < best;
}

struct Extreme {
  float value = 0;
  unsigned lane = 0;
};

/// Of lanes [begin, end), one of which is active.
Extreme extreme_of(const Values& values, const ActiveLanes& active, unsigned begin, unsigned end,
                   bool largest, NanMinMax nan) {
  Extreme best;
  bool found = false;
  for (const ActiveLanes::Run run : active) {
    const unsigned last = std::min<unsigned>(run.end, end);
    for (unsigned i = std::max<unsigned>(run.begin, begin); i < last; ++i) {
      const float value = values.of[i];
      if (found && !replaces(value, best.value, largest, nan)) continue;
      best = {value, i};
      found = true;
    }
  }
  return best;
}

bool takes_largest(Opcode opcode) { return opcode == Opcode::VCMAX || opcode == Opcode::VCGMAX; }
bool takes_extreme(Opcode opcode) {
  return takes_largest(opcode) || opcode == Opcode::VCMIN || opcode == Opcode::VCGMIN;
}

float sum_of_row(DType type, const RowSum& row, const RepeatContext& context) {
  const unsigned size = size_bytes(type);
  const std::uint8_t* const bytes =
      context.ub.data + row.address + std::uint64_t{context.repeat} * row.stride_bytes;
  float sum = 0;
  for (std::uint32_t i = 0; i < row.columns; ++i) sum += float_at(type, bytes + i * size);
  return sum;
}

float repeat_sum(const ReduceInstruction& instruction, const RepeatContext& context, Values& values,
                 const ActiveLanes& active) {
  const Rounding rounding(instruction.dtype, instruction.control);
  if (context.options.numerics != Numerics::Reference) {
    return tree_sum(values.of, kRepeatBytes / size_bytes(instruction.dtype), rounding);
  }
  return rounding(instruction.row_sum ? sum_of_row(instruction.dtype, *instruction.row_sum, context)
                                      : ascending_sum(values, active));
}

/// ACC_VAL: the repeats' sums in order, from the first.
void accumulate(const ReduceInstruction& instruction, const RepeatContext& context, float sum) {
  const DType type = instruction.dtype;
  std::uint64_t& register_bits = context.state.accumulated;
  if (context.repeat > 0) {
    const auto before = static_cast<std::uint32_t>(register_bits);
    sum = Rounding(type, instruction.control)(float_at(type, &before) + sum);
  }
  register_bits = float_bits(type, sum);
}

/// MAX_MIN_CNT: the first of the extremes of all repeats, its index among the lanes of all.
void keep_extreme(const ReduceInstruction& instruction, const RepeatContext& context,
                  const Extreme& extreme) {
  const DType type = instruction.dtype;
  std::uint64_t& register_bits = context.state.extreme;
  if (context.repeat > 0) {
    const auto before = static_cast<std::uint32_t>(register_bits);
    if (!replaces(extreme.value, float_at(type, &before), takes_largest(instruction.opcode),
                  context.options.nan_minmax)) {
      return;
    }
  }
  const std::uint64_t lanes = kRepeatBytes / size_bytes(type);
  register_bits = (context.repeat * lanes + extreme.lane) << 32 | float_bits(type, extreme.value);
}

std::uint64_t result_address(const ReduceInstruction& instruction, std::uint32_t repeat) {
  return instruction.dst +
         std::uint64_t{repeat} * instruction.dst_repeat * reduction_unit_bytes(instruction);
}

/// The one result of a repeat: a value, an index, or both in the order asked for.
void write_result(const ReduceInstruction& instruction, const RepeatContext& context, float value,
                  std::uint32_t index) {
  const unsigned size = size_bytes(instruction.dtype);
  const std::uint32_t bits = float_bits(instruction.dtype, value);
  const std::uint64_t address = result_address(instruction, context.repeat);
  const unsigned bytes = reduction_result_bytes(instruction);
  std::uint8_t* const target = context.out.add(address, bytes);
  switch (takes_extreme(instruction.opcode) ? instruction.order : ReduceOrder::OnlyValue) {
    case ReduceOrder::OnlyValue:
      std::memcpy(target, &bits, size);
      break;
    case ReduceOrder::OnlyIndex:
      std::memcpy(target, &index, sizeof index);
      break;
    case ReduceOrder::ValueIndex:
      std::memcpy(target, &bits, size);
      std::memcpy(target + size, &index, size);
      break;
    case ReduceOrder::IndexValue:
      std::memcpy(target, &index, size);
      std::memcpy(target + size, &bits, size);
      break;
  }
}

void reduce_repeat(const ReduceInstruction& instruction, const RepeatContext& context,
                   Values& values, const ActiveLanes& active) {
  if (instruction.opcode == Opcode::VCADD) {
    const float sum = repeat_sum(instruction, context, values, active);
    if (instruction.accumulate) accumulate(instruction, context, sum);
    return write_result(instruction, context, sum, 0);
  }
  const Extreme extreme = extreme_of(values, active, 0, kMaxLanes,
                                     takes_largest(instruction.opcode), context.options.nan_minmax);
  keep_extreme(instruction, context, extreme);
  write_result(instruction, context, extreme.value, extreme.lane);
}

/// Results of blocks or pairs, `lanes` each, side by side.
void reduce_groups(const ReduceInstruction& instruction, const RepeatContext& context,
                   Values& values, const ActiveLanes& active, unsigned lanes) {
  const unsigned size = size_bytes(instruction.dtype);
  const Rounding rounding(instruction.dtype, instruction.control);
  const std::uint64_t address = result_address(instruction, context.repeat);
  for_each_group(active, lanes, [&](unsigned index) {
    const unsigned begin = index * lanes;
    const float value =
        takes_extreme(instruction.opcode)
            ? extreme_of(values, active, begin, begin + lanes, takes_largest(instruction.opcode),
                         context.options.nan_minmax)
                  .value
            : tree_sum(values.of + begin, lanes, rounding);
    const std::uint32_t bits = float_bits(instruction.dtype, rounding(value));
    std::memcpy(context.out.add_unfilled(address + index * size, size), &bits, size);
  });
}

}  // namespace

void execute_repeat(const ReduceInstruction& instruction, const RepeatContext& context) {
  const unsigned size = size_bytes(instruction.dtype);
  const ActiveLanes active = lane_grid(instruction, size).active(context.repeat);
  if (active.empty()) return;
  LaneBuffer source;
  read_lanes(context.ub, instruction.src, size, context.repeat, active, source);
  Values values;
  load_values(instruction.dtype, source, active, values);
  const unsigned group = lanes_per_group(instruction);
  if (group == kRepeatBytes / size) return reduce_repeat(instruction, context, values, active);
  reduce_groups(instruction, context, values, active, group);
}

}  // namespace npusim::isa
