// SPDX-License-Identifier: Apache-2.0
// Every elementwise instruction against its definition in a line of exact or double arithmetic,
// over types, masks, strides and repeats.
#include <functional>
#include <limits>

#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::LaneInstruction;
using isa::Opcode;

constexpr std::uint64_t kSeed = 20261126;

/// Operands of one lane; integers are exact in double up to 32 bits.
struct Operands {
  double a, b, s, old;
};
using Definition = std::function<double(const Operands&)>;

double relu(double value) { return value < 0 ? 0.0 : value; }

struct Case {
  Opcode opcode;
  unsigned sources;
  bool scalar, accumulates;
  Definition of;
  std::vector<DType> types;
};

const std::vector<DType> kFloats{DType::FLOAT32, DType::FLOAT16};
const std::vector<DType> kArithmetic{DType::FLOAT32, DType::FLOAT16, DType::INT32, DType::INT16};
const std::vector<DType> kFloatsAnd16{DType::FLOAT32, DType::FLOAT16, DType::INT16};

const Case kCases[] = {
    {Opcode::VADD, 2, false, false, [](auto& o) { return o.a + o.b; }, kArithmetic},
    {Opcode::VSUB, 2, false, false, [](auto& o) { return o.a - o.b; }, kArithmetic},
    {Opcode::VMUL, 2, false, false, [](auto& o) { return o.a * o.b; }, kFloatsAnd16},
    {Opcode::VDIV, 2, false, false, [](auto& o) { return o.a / o.b; }, kFloats},
    {Opcode::VMAX, 2, false, false, [](auto& o) { return o.a < o.b ? o.b : o.a; }, kArithmetic},
    {Opcode::VMIN, 2, false, false, [](auto& o) { return o.b < o.a ? o.b : o.a; }, kArithmetic},
    {Opcode::VADDS, 1, true, false, [](auto& o) { return o.a + o.s; }, kArithmetic},
    {Opcode::VMULS, 1, true, false, [](auto& o) { return o.a * o.s; }, kFloatsAnd16},
    {Opcode::VMAXS, 1, true, false, [](auto& o) { return o.a < o.s ? o.s : o.a; }, kArithmetic},
    {Opcode::VMINS, 1, true, false, [](auto& o) { return o.s < o.a ? o.s : o.a; }, kArithmetic},
    {Opcode::VLRELU, 1, true, false, [](auto& o) { return o.a > 0 ? o.a : o.s * o.a; }, kFloats},
    {Opcode::VEXP, 1, false, false, [](auto& o) { return std::exp(o.a); }, {DType::FLOAT32}},
    {Opcode::VLN, 1, false, false, [](auto& o) { return std::log(o.a); }, {DType::FLOAT32}},
    {Opcode::VSQRT, 1, false, false, [](auto& o) { return std::sqrt(o.a); }, kFloats},
    {Opcode::VREC, 1, false, false, [](auto& o) { return 1 / o.a; }, kFloats},
    {Opcode::VRSQRT, 1, false, false, [](auto& o) { return 1 / std::sqrt(o.a); }, {DType::FLOAT32}},
    {Opcode::VABS, 1, false, false, [](auto& o) { return std::fabs(o.a); }, kFloatsAnd16},
    {Opcode::VRELU,
     1,
     false,
     false,
     [](auto& o) { return relu(o.a); },
     {DType::FLOAT32, DType::FLOAT16, DType::INT32}},
};

double load(PlainUb& ub, DType type, std::uint64_t address) {
  if (type == DType::INT32) return ub.get<std::int32_t>(address);
  if (type == DType::INT16) return ub.get<std::int16_t>(address);
  return ub.number(type, address);
}

/// The result's bits: floats to nearest even, integers modulo 2^n.
std::uint64_t store(DType type, double value) {
  if (type == DType::FLOAT32) return std::bit_cast<std::uint32_t>(static_cast<float>(value));
  if (type == DType::FLOAT16) return float_to_float16_rne(static_cast<float>(value));
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
}

bool is_nan_bits(DType type, std::uint64_t bits) {
  return type == DType::FLOAT16 ? (bits & 0x7FFF) > 0x7C00
                                : type == DType::FLOAT32 && (bits & 0x7FFFFFFF) > 0x7F800000;
}

LaneInstruction random_lanes(Random& random, Opcode opcode, DType type) {
  LaneInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = instruction.src_dtype = type;
  const Shape shape = random_shape(random, 256 / size_bytes(type));
  instruction.repeats = shape.repeats;
  instruction.mask = shape.mask;
  instruction.dst = random_place(random, 0, shape.repeats);
  instruction.src0 = random_place(random, 1, shape.repeats);
  instruction.src1 = random_place(random, 2, shape.repeats);
  instruction.control = std::uint64_t{1} << 48;  // infinities stay
  return instruction;
}

/// Runs `lane` for each active lane: (result bits) from the addresses of a, b and dst.
template <typename Lane>
PlainUb plain_run(const LaneInstruction& instruction, const std::vector<std::uint8_t>& before,
                  unsigned lanes, Lane lane_of) {
  PlainUb ub(before);
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    for (unsigned lane = 0; lane < lanes; ++lane) {
      if (lane_active(instruction.mask, repeat, lane, lanes)) lane_of(ub, repeat, lane);
    }
    ub.end_of_repeat();
  }
  return ub;
}

}  // namespace

TEST_CASE("elementwise arithmetic is what its definition says, lane by lane",
          "[models][isa][vector]") {
  Random memory_random(kSeed);
  std::vector<std::uint8_t> memory = random_memory(memory_random, kPlainUbBytes);
  // NaN results differ in sign and payload between machines: keep them out of the operands.
  for (std::size_t at = 0; at + 2 <= memory.size(); at += 2) {
    if ((memory[at + 1] & 0x7C) == 0x7C) memory[at + 1] ^= 0x40;
  }
  for (const Case& test : kCases) {
    for (const DType type : test.types) {
      for (std::uint64_t round = 0; round < 24; ++round) {
        CAPTURE(isa::info(test.opcode).name, name(type), round);
        Random random(kSeed + round);
        LaneInstruction instruction = random_lanes(random, test.opcode, type);
        const double scalar = static_cast<double>(static_cast<int>(random.below(64)) - 32);
        instruction.scalar = store(type, scalar) & (size_bytes(type) == 4 ? ~0u : 0xFFFFu);
        const unsigned size = size_bytes(type);
        bool nan = false;
        const PlainUb reference = plain_run(
            instruction, memory, 256 / size, [&](PlainUb& ub, std::uint32_t repeat, unsigned lane) {
              Operands o{load(ub, type, lane_place(instruction.src0, repeat, lane, 8 * size)), 0,
                         scalar, 0};
              if (test.sources > 1) {
                o.b = load(ub, type, lane_place(instruction.src1, repeat, lane, 8 * size));
              }
              const std::uint64_t bits = store(type, test.of(o));
              nan |= is_nan_bits(type, bits);
              ub.put_bits(lane_place(instruction.dst, repeat, lane, 8 * size), bits, size);
            });
        if (nan) continue;
        require_like(instruction, memory, reference);
      }
    }
  }
}

TEST_CASE("logic, shifts and moves work on bits", "[models][isa][vector]") {
  Random memory_random(kSeed);
  const std::vector<std::uint8_t> memory = random_memory(memory_random, kPlainUbBytes);
  constexpr Opcode kOps[] = {Opcode::VAND, Opcode::VOR,   Opcode::VNOT,      Opcode::VSHL,
                             Opcode::VSHR, Opcode::VCOPY, Opcode::VECTOR_DUP};
  constexpr DType kTypes[] = {DType::INT16, DType::UINT16, DType::INT32, DType::UINT32};
  for (std::uint64_t round = 0; round < 600; ++round) {
    Random random(kSeed + round);
    const Opcode opcode = random.pick(kOps);
    const bool logic = opcode == Opcode::VAND || opcode == Opcode::VOR || opcode == Opcode::VNOT;
    const DType type =
        logic ? (random.one_in(2) ? DType::INT16 : DType::UINT16) : random.pick(kTypes);
    const unsigned size = size_bytes(type);
    const bool is_signed = type == DType::INT16 || type == DType::INT32;
    LaneInstruction instruction = random_lanes(random, opcode, type);
    const auto distance = static_cast<unsigned>(random.below(8 * size + 1));
    instruction.scalar = opcode == Opcode::VECTOR_DUP ? random.bits() : distance;
    instruction.round = random.one_in(2);
    CAPTURE(isa::info(opcode).name, name(type), round, distance, instruction.round);
    const auto get = [size](PlainUb& ub, std::uint64_t address) -> std::uint64_t {
      return size == 2 ? ub.get<std::uint16_t>(address) : ub.get<std::uint32_t>(address);
    };
    const PlainUb reference = plain_run(
        instruction, memory, 256 / size, [&](PlainUb& ub, std::uint32_t repeat, unsigned lane) {
          std::uint64_t result = instruction.scalar;
          if (opcode != Opcode::VECTOR_DUP) {
            const std::uint64_t a = get(ub, lane_place(instruction.src0, repeat, lane, 8 * size));
            const std::int64_t value = !is_signed  ? static_cast<std::int64_t>(a)
                                       : size == 2 ? std::int64_t{static_cast<std::int16_t>(a)}
                                                   : std::int64_t{static_cast<std::int32_t>(a)};
            const std::int64_t step = std::int64_t{1} << distance;
            if (opcode == Opcode::VAND || opcode == Opcode::VOR) {
              const std::uint64_t b = get(ub, lane_place(instruction.src1, repeat, lane, 8 * size));
              result = opcode == Opcode::VAND ? a & b : a | b;
            } else if (opcode == Opcode::VNOT) {
              result = 0xFFFF - a;
            } else if (opcode == Opcode::VSHL) {
              result = a * static_cast<std::uint64_t>(step);
            } else if (opcode == Opcode::VSHR) {
              const std::int64_t half = instruction.round && is_signed ? step / 2 : 0;
              const std::int64_t sum = value + half;
              result =
                  static_cast<std::uint64_t>(sum >= 0 ? sum / step : -((-sum + step - 1) / step));
            } else {
              result = a;
            }
          }
          ub.put_bits(lane_place(instruction.dst, repeat, lane, 8 * size), result, size);
        });
    require_like(instruction, memory, reference);
  }
}

TEST_CASE("in count mode, and with the results on a source, repeats see those before",
          "[models][isa][vector]") {
  Random memory_random(kSeed + 1);
  const std::vector<std::uint8_t> memory = random_memory(memory_random, kPlainUbBytes);
  for (std::uint64_t round = 0; round < 200; ++round) {
    Random random(kSeed + round);
    LaneInstruction instruction = random_lanes(random, Opcode::VADD, DType::INT32);
    // dst += src0 over all repeats, the accumulating form; or each repeat reads the one before.
    instruction.dst.block_stride = 1;
    instruction.src1 = instruction.dst;
    if (random.one_in(2)) {
      instruction.dst.repeat_stride = instruction.src1.repeat_stride = 0;
    } else {
      instruction.dst.repeat_stride = instruction.src1.repeat_stride = 8;
      if (instruction.repeats > 9) instruction.repeats = 9;
      if (instruction.mask.count_mode) instruction.mask.low %= 9 * 64;
      instruction.dst.address += 256;
    }
    CAPTURE(round);
    const PlainUb reference =
        plain_run(instruction, memory, 64, [&](PlainUb& ub, std::uint32_t repeat, unsigned lane) {
          const auto a = ub.get<std::uint32_t>(lane_place(instruction.src0, repeat, lane, 32));
          const auto b = ub.get<std::uint32_t>(lane_place(instruction.src1, repeat, lane, 32));
          ub.put(lane_place(instruction.dst, repeat, lane, 32), a + b);
        });
    require_like(instruction, memory, reference);
  }
}

}  // namespace npusim::test
