// SPDX-License-Identifier: Apache-2.0
// Elementwise instructions, element by element from their formulas.
#include <cmath>
#include <cstring>
#include <functional>

#include "tests/models/isa/vector/random_vector.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::Opcode;

constexpr std::uint64_t kSeed = 77;

struct Formula {
  Opcode opcode;
  std::function<float(float, float, float)> value;  // a, b, scalar
};

const std::vector<Formula> kFormulas = {
    {Opcode::VADD, [](float a, float b, float) { return a + b; }},
    {Opcode::VSUB, [](float a, float b, float) { return a - b; }},
    {Opcode::VMUL, [](float a, float b, float) { return a * b; }},
    {Opcode::VDIV, [](float a, float b, float) { return a / b; }},
    {Opcode::VMAX, [](float a, float b, float) { return a < b ? b : a; }},
    {Opcode::VMIN, [](float a, float b, float) { return b < a ? b : a; }},
    {Opcode::VADDS, [](float a, float, float s) { return a + s; }},
    {Opcode::VMULS, [](float a, float, float s) { return a * s; }},
    {Opcode::VMAXS, [](float a, float, float s) { return a < s ? s : a; }},
    {Opcode::VMINS, [](float a, float, float s) { return s < a ? s : a; }},
    {Opcode::VEXP,
     [](float a, float, float) { return static_cast<float>(std::exp(static_cast<double>(a))); }},
    {Opcode::VLN,
     [](float a, float, float) { return static_cast<float>(std::log(static_cast<double>(a))); }},
    {Opcode::VSQRT,
     [](float a, float, float) { return static_cast<float>(std::sqrt(static_cast<double>(a))); }},
    {Opcode::VABS, [](float a, float, float) { return std::fabs(a); }},
    {Opcode::VRELU, [](float a, float, float) { return a < 0 ? 0 : a; }},
    {Opcode::VECTOR_DUP, [](float, float, float s) { return s; }},
};

/// Address of lane `lane`, by the words of tile-isa.md section 1.7.
std::uint64_t address(const isa::VectorOperand& operand, unsigned repeat, unsigned lane,
                      unsigned size) {
  return operand.address + repeat * operand.repeat_stride * 32u +
         lane * size / 32 * operand.block_stride * 32u + lane * size % 32;
}

bool is_active(const isa::VectorMask& mask, unsigned repeat, unsigned lane, unsigned lanes) {
  if (mask.count_mode) return repeat * lanes + lane < mask.low;
  return ((lane < 64 ? mask.low >> lane : mask.high >> (lane - 64)) & 1) != 0;
}

template <typename T>
T read(const std::vector<std::uint8_t>& ub, std::uint64_t at) {
  T value;
  std::memcpy(&value, &ub[at], sizeof value);
  return value;
}

}  // namespace

TEST_CASE("elementwise instructions compute their formula on the masked lanes only",
          "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 20000; ++round) {
    CAPTURE(kSeed, round);
    Random random(kSeed + round);
    const Formula& formula = kFormulas[random.below(kFormulas.size())];
    const bool half = random.one_in(2);
    const unsigned size = half ? 2 : 4, lanes = 256 / size;
    isa::LaneInstruction instruction;
    instruction.opcode = formula.opcode;
    instruction.dtype = instruction.src_dtype = half ? DType::FLOAT16 : DType::FLOAT32;
    instruction.control = std::uint64_t{1} << 48;  // infinities stay
    instruction.repeats = 1 + static_cast<std::uint32_t>(random.below(4));
    instruction.mask = random_mask(random, lanes, instruction.repeats);
    const float scalar = static_cast<float>(random.below(100)) / 4 - 10;
    instruction.scalar = half ? float_to_float16_rne(scalar) : std::bit_cast<std::uint32_t>(scalar);
    // Sources in the lower half of UB, results in the upper one.
    instruction.src0 = random_operand(random, false);
    instruction.src1 = random_operand(random, false);
    instruction.dst.address = 8192 + random.below(32) * 32;
    instruction.dst.block_stride = static_cast<std::uint16_t>(1 + random.below(2));
    instruction.dst.repeat_stride = 16;
    std::vector<std::uint8_t> ub = random_memory(random, kTestUbBytes);
    std::vector<std::uint8_t> expected = ub;
    for (unsigned repeat = 0; repeat < instruction.repeats; ++repeat) {
      for (unsigned lane = 0; lane < lanes; ++lane) {
        if (!is_active(instruction.mask, repeat, lane, lanes)) continue;
        const auto value = [&](const isa::VectorOperand& operand) {
          const std::uint64_t at = address(operand, repeat, lane, size);
          return half ? float16_to_float(read<std::uint16_t>(ub, at)) : read<float>(ub, at);
        };
        const float result =
            formula.value(value(instruction.src0), value(instruction.src1), scalar);
        const std::uint32_t bits =
            half ? float_to_float16_rne(result) : std::bit_cast<std::uint32_t>(result);
        std::memcpy(&expected[address(instruction.dst, repeat, lane, size)], &bits, size);
      }
    }
    isa::VectorState state;
    isa::execute_vector({instruction}, {ub.data(), ub.size()}, state, {});
    CAPTURE(isa::info(instruction.opcode).name, half);
    // A NaN's payload is not part of the contract.
    for (std::uint64_t at = 0; at < ub.size(); at += size) {
      const bool both_nan =
          half ? std::isnan(float16_to_float(read<std::uint16_t>(ub, at))) &&
                     std::isnan(float16_to_float(read<std::uint16_t>(expected, at)))
               : std::isnan(read<float>(ub, at)) && std::isnan(read<float>(expected, at));
      if (!both_nan) REQUIRE(std::memcmp(&ub[at], &expected[at], size) == 0);
    }
  }
}

TEST_CASE("integer arithmetic wraps", "[models][isa][vector]") {
  std::vector<std::uint8_t> ub(1024);
  const std::int32_t large = 2147483647;
  std::memcpy(&ub[0], &large, 4);
  isa::LaneInstruction instruction;
  instruction.opcode = Opcode::VADDS;
  instruction.dtype = instruction.src_dtype = DType::INT32;
  instruction.scalar = 2;
  instruction.mask.low = 1;
  instruction.dst.address = 512;
  isa::VectorState state;
  isa::execute_vector({instruction}, {ub.data(), ub.size()}, state, {});
  REQUIRE(read<std::int32_t>(ub, 512) == -2147483647);
  REQUIRE(read<std::int32_t>(ub, 516) == 0);
}

TEST_CASE("pipe V has no bfloat16 arithmetic", "[models][isa][vector]") {
  isa::LaneInstruction instruction;
  instruction.opcode = Opcode::VADD;
  instruction.dtype = instruction.src_dtype = DType::BFLOAT16;
  std::vector<isa::Footprint> footprint;
  REQUIRE_THROWS_AS(isa::footprint(instruction, footprint), isa::NotModelled);
}

TEST_CASE("without arithmetic nothing is written", "[models][isa][vector]") {
  std::vector<std::uint8_t> ub(1024, 1);
  isa::LaneInstruction instruction;
  instruction.opcode = Opcode::VECTOR_DUP;
  isa::VectorState state;
  isa::ExecuteOptions options;
  options.empty_arithmetic = true;
  isa::execute_vector({instruction}, {ub.data(), ub.size()}, state, options);
  REQUIRE(ub == std::vector<std::uint8_t>(1024, 1));
}

}  // namespace npusim::test
