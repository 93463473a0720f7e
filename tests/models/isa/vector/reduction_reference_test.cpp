// SPDX-License-Identifier: Apache-2.0
// Reductions against their words in intrinsics.md 2.3.7: trees of neighbours, first extremes, all
// orders of results, the result registers.
#include <algorithm>
#include <limits>

#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::Opcode;
using isa::ReduceInstruction;
using isa::ReduceOrder;

constexpr std::uint64_t kSeed = 20261130;

std::vector<std::uint8_t> memory_of(DType type, Random& random) {
  std::vector<std::uint8_t> memory(kPlainUbBytes);
  for (std::uint64_t at = 0; at < memory.size(); at += size_bytes(type)) {
    float value = static_cast<float>(static_cast<int>(random.below(129)) - 64) / 7.0f;
    if (random.one_in(9)) value = static_cast<float>(static_cast<int>(random.below(3)) - 1) * 40000;
    std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    if (type == DType::FLOAT16) bits = float_to_float16_rne(value);
    std::memcpy(memory.data() + at, &bits, size_bytes(type));
  }
  return memory;
}

/// Sums of two floats are exact in double: one rounding.
double rounded(DType type, double value, bool saturates) {
  const auto narrow = static_cast<float>(value);
  if (type == DType::FLOAT32) return static_cast<double>(narrow);
  const float half = float16_to_float(float_to_float16_rne(narrow));
  if (saturates && std::isinf(half)) return half > 0 ? 65504.0 : -65504.0;
  return saturates && std::isnan(half) ? 0.0 : static_cast<double>(half);
}

/// (v0 + v1) + (v2 + v3) ...; recursion over halves, unlike the model's levels.
double tree(DType type, const double* values, unsigned count, bool saturates) {
  if (count == 1) return values[0];
  return rounded(type,
                 tree(type, values, count / 2, saturates) +
                     tree(type, values + count / 2, count / 2, saturates),
                 saturates);
}

std::uint64_t bits_of(DType type, double value) {
  const auto narrow = static_cast<float>(value);
  return type == DType::FLOAT16 ? float_to_float16_rne(narrow)
                                : std::bit_cast<std::uint32_t>(narrow);
}

struct Lanes {
  std::vector<double> values;  ///< absent lanes are 0
  std::vector<bool> active;
};

Lanes lanes_of(PlainUb& ub, const ReduceInstruction& instruction, std::uint32_t repeat) {
  const unsigned size = size_bytes(instruction.dtype), lanes = 256 / size;
  Lanes result{std::vector<double>(lanes), std::vector<bool>(lanes)};
  for (unsigned lane = 0; lane < lanes; ++lane) {
    if (!lane_active(instruction.mask, repeat, lane, lanes)) continue;
    result.active[lane] = true;
    result.values[lane] =
        ub.number(instruction.dtype, lane_place(instruction.src, repeat, lane, 8 * size));
  }
  return result;
}

/// Index of the first extreme of lanes [begin, end); -1 if none is active.
int first_extreme(const Lanes& lanes, unsigned begin, unsigned end, bool largest) {
  int best = -1;
  for (unsigned lane = begin; lane < end; ++lane) {
    if (!lanes.active[lane]) continue;
    const double value = lanes.values[lane];
    const bool better = best < 0 || (largest ? value > lanes.values[static_cast<unsigned>(best)]
                                             : value < lanes.values[static_cast<unsigned>(best)]);
    if (better) best = static_cast<int>(lane);
  }
  return best;
}

ReduceInstruction random_reduction(Random& random, Opcode opcode, DType type) {
  ReduceInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = type;
  const Shape shape = random_shape(random, 256 / size_bytes(type));
  instruction.repeats = shape.repeats;
  instruction.mask = shape.mask;
  instruction.src = random_place(random, 1, shape.repeats);
  instruction.dst = 8 * random.below(8);
  instruction.dst_repeat = static_cast<std::uint16_t>(random.below(3));
  instruction.order = static_cast<ReduceOrder>(random.below(4));
  instruction.control = random.one_in(2) ? 0 : std::uint64_t{1} << 48;
  return instruction;
}

isa::ExecuteOptions hardware() {
  isa::ExecuteOptions options;
  options.numerics = Numerics::Hardware;
  return options;
}

}  // namespace

TEST_CASE("sums of repeats, blocks and pairs are trees of neighbours", "[models][isa][vector]") {
  struct Form {
    Opcode opcode;
    unsigned group;  ///< lanes of one result; 0: a repeat's
    bool by_block;
  };
  constexpr Form kForms[] = {
      {Opcode::VCADD, 0, false}, {Opcode::VCGADD, 0, true}, {Opcode::VCPADD, 2, false}};
  for (std::uint64_t round = 0; round < 400; ++round) {
    Random random(kSeed + round);
    const Form form = random.pick(kForms);
    const DType type = random.one_in(2) ? DType::FLOAT16 : DType::FLOAT32;
    const ReduceInstruction instruction = random_reduction(random, form.opcode, type);
    const std::vector<std::uint8_t> memory = memory_of(type, random);
    const unsigned size = size_bytes(type), lanes = 256 / size;
    const unsigned group = form.by_block ? 32 / size : form.group == 0 ? lanes : form.group;
    const bool saturates = type == DType::FLOAT16 && (instruction.control >> 48 & 1) == 0;
    // The stride's unit is what a repeat delivers.
    const std::uint64_t unit = lanes / group * size;
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      const Lanes read = lanes_of(reference, instruction, repeat);
      for (unsigned first = 0; first < lanes; first += group) {
        const auto begin = read.active.begin() + first;
        if (std::find(begin, begin + group, true) == begin + group) continue;
        const double sum = tree(type, read.values.data() + first, group, saturates);
        reference.put_bits(
            instruction.dst + repeat * instruction.dst_repeat * unit + first / group * size,
            bits_of(type, sum), size);
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, name(type));
    require_like(instruction, memory, reference, {}, hardware());
  }
}

TEST_CASE("extremes are the first of equals, with their index in the order asked for",
          "[models][isa][vector]") {
  constexpr Opcode kOps[] = {Opcode::VCMAX, Opcode::VCMIN, Opcode::VCGMAX, Opcode::VCGMIN};
  for (std::uint64_t round = 0; round < 400; ++round) {
    Random random(kSeed + round);
    const Opcode opcode = random.pick(kOps);
    const bool blocks = opcode == Opcode::VCGMAX || opcode == Opcode::VCGMIN;
    const bool largest = opcode == Opcode::VCMAX || opcode == Opcode::VCGMAX;
    const DType type = random.one_in(2) ? DType::FLOAT16 : DType::FLOAT32;
    ReduceInstruction instruction = random_reduction(random, opcode, type);
    if (instruction.mask.low == 0) instruction.mask.low = 2;
    instruction.control = std::uint64_t{1} << 48;
    const std::vector<std::uint8_t> memory = memory_of(type, random);
    const unsigned size = size_bytes(type), lanes = 256 / size;
    PlainUb reference(memory);
    double best = 0;
    std::uint64_t best_index = 0;
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      const Lanes read = lanes_of(reference, instruction, repeat);
      if (blocks) {
        for (unsigned block = 0; block < 8; ++block) {
          const int lane = first_extreme(read, block * 32 / size, (block + 1) * 32 / size, largest);
          if (lane < 0) continue;
          reference.put_bits(instruction.dst +
                                 std::uint64_t{repeat} * instruction.dst_repeat * 8 * size +
                                 block * size,
                             bits_of(type, read.values[static_cast<unsigned>(lane)]), size);
        }
        reference.end_of_repeat();
        continue;
      }
      const int lane = first_extreme(read, 0, lanes, largest);
      const double value = read.values[static_cast<unsigned>(lane)];
      if (repeat == 0 || (largest ? value > best : value < best)) {
        best = value;
        best_index = repeat * std::uint64_t{lanes} + static_cast<unsigned>(lane);
      }
      const ReduceOrder order = instruction.order;
      const bool both = order == ReduceOrder::ValueIndex || order == ReduceOrder::IndexValue;
      const unsigned unit = both ? 2 * size : order == ReduceOrder::OnlyValue ? size : 4;
      const std::uint64_t at =
          instruction.dst + std::uint64_t{repeat} * instruction.dst_repeat * unit;
      const auto index = static_cast<std::uint64_t>(lane);
      if (order == ReduceOrder::OnlyIndex) {
        reference.put_bits(at, index, 4);
      } else if (order == ReduceOrder::IndexValue) {
        reference.put_bits(at, index, size);
        reference.put_bits(at + size, bits_of(type, value), size);
      } else {
        reference.put_bits(at, bits_of(type, value), size);
        if (both) reference.put_bits(at + size, index, size);
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, name(type), static_cast<int>(instruction.order));
    const ModelRun run = require_like(instruction, memory, reference, {}, hardware());
    if (!blocks && instruction.repeats > 0) {
      CHECK(run.state.extreme == (best_index << 32 | bits_of(type, best)));
    }
  }
}

TEST_CASE("the accumulating sum leaves the repeats' sums, added in order, in ACC_VAL",
          "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 60; ++round) {
    Random random(kSeed + round);
    const DType type = random.one_in(2) ? DType::FLOAT16 : DType::FLOAT32;
    ReduceInstruction instruction = random_reduction(random, Opcode::VCADD, type);
    if (instruction.mask.low == 0) instruction.mask.low = 4;
    instruction.repeats = std::max(instruction.repeats, 1u);
    if (instruction.mask.count_mode)
      instruction.mask.low = std::max(instruction.mask.low, std::uint64_t{1});
    instruction.accumulate = true;
    const bool saturates = type == DType::FLOAT16 && (instruction.control >> 48 & 1) == 0;
    const std::vector<std::uint8_t> memory = memory_of(type, random);
    PlainUb reference(memory);
    double sum = 0;
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      const Lanes read = lanes_of(reference, instruction, repeat);
      const auto lanes = static_cast<unsigned>(read.values.size());
      const double part = tree(type, read.values.data(), lanes, saturates);
      sum = repeat == 0 ? part : rounded(type, sum + part, saturates);
    }
    CAPTURE(round, name(type));
    CHECK(model_run(instruction, memory, {}, hardware()).state.accumulated == bits_of(type, sum));
  }
}

TEST_CASE("half sums saturate at every node, as the vendor's example says",
          "[models][isa][vector]") {
  const float values[] = {60000, 60000, -30000, 100};
  std::vector<std::uint8_t> ub(512);
  for (unsigned i = 0; i < 4; ++i) {
    const std::uint16_t bits = float_to_float16_rne(values[i]);
    std::memcpy(ub.data() + 2 * i, &bits, 2);
  }
  ReduceInstruction instruction;
  instruction.opcode = Opcode::VCGADD;
  instruction.dtype = DType::FLOAT16;
  instruction.dst = 256;
  const ModelRun run = model_run(instruction, ub, {}, {});
  std::uint16_t bits;
  std::memcpy(&bits, run.ub.data() + 256, 2);
  // 65504 - 29900, each a half: -29900 is stored as -29904, and 35600 lies between two halves.
  CHECK(float16_to_float(bits) == 35584.0f);
}

TEST_CASE("NaN in extremes follows isa.nan_minmax", "[models][isa][vector]") {
  // NaN first, in the middle, and alone.
  const float inputs[3][4] = {
      {std::nanf(""), 1, 2, 0}, {1, std::nanf(""), 2, 0}, {2, 1, 0, std::nanf("")}};
  const int expected_index[3][3] = {{0, 2, 0}, {0, 1, 3}, {2, 2, 0}};  // by knob value, then input
  for (unsigned knob = 0; knob < 3; ++knob) {
    for (unsigned input = 0; input < 3; ++input) {
      std::vector<std::uint8_t> ub(512);
      std::memcpy(ub.data(), inputs[input], sizeof inputs[input]);
      ReduceInstruction instruction;
      instruction.opcode = Opcode::VCMAX;
      instruction.order = ReduceOrder::OnlyIndex;
      instruction.dst = 256;
      instruction.mask.low = 15;
      isa::ExecuteOptions options;
      options.nan_minmax = static_cast<NanMinMax>(knob);
      const ModelRun run = model_run(instruction, ub, {}, options);
      std::uint32_t index;
      std::memcpy(&index, run.ub.data() + 256, 4);
      CAPTURE(knob, input);
      CHECK(index == static_cast<std::uint32_t>(expected_index[knob][input]));
    }
  }
}

}  // namespace npusim::test
