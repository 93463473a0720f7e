// SPDX-License-Identifier: Apache-2.0
// Instructions that multiply and add or compute and narrow, and saturation of half results, against
// arithmetic in double.
#include <algorithm>
#include <cfenv>

#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::LaneInstruction;
using isa::Opcode;

constexpr std::uint64_t kSeed = 20261127;
constexpr std::uint64_t kKeepInfinities = std::uint64_t{1} << 48;

struct Form {
  Opcode opcode;
  DType dst, src;
};

LaneInstruction random_form(Random& random, const Form& form) {
  LaneInstruction instruction;
  instruction.opcode = form.opcode;
  instruction.dtype = form.dst;
  instruction.src_dtype = form.src;
  const unsigned lanes = 256 / std::max(size_bytes(form.dst), size_bytes(form.src));
  const Shape shape = random_shape(random, lanes);
  instruction.repeats = shape.repeats;
  instruction.mask = shape.mask;
  instruction.dst = random_place(random, 0, shape.repeats);
  instruction.src0 = random_place(random, 1, shape.repeats);
  instruction.src1 = random_place(random, 2, shape.repeats);
  instruction.control = kKeepInfinities;
  return instruction;
}

/// Numbers around 1 of `type` in the whole memory; `area` of 4.
void fill(std::vector<std::uint8_t>& memory, unsigned area, DType type, Random& random) {
  const unsigned size = size_bytes(type);
  for (std::uint64_t at = area * memory.size() / 4; at < (area + 1) * memory.size() / 4;
       at += size) {
    const int number = static_cast<int>(random.below(4001)) - 2000;
    const float value = static_cast<float>(number) / 61.0f;
    std::uint64_t bits = std::bit_cast<std::uint32_t>(value);
    if (type == DType::FLOAT16) bits = float_to_float16_rne(value);
    if (type == DType::INT16) bits = static_cast<std::uint64_t>(random.bits());
    std::memcpy(memory.data() + at, &bits, size);
  }
}

double rounded(DType type, double value) {
  const auto narrow = static_cast<float>(value);
  return static_cast<double>(type == DType::FLOAT16 ? float16_to_float(float_to_float16_rne(narrow))
                                                    : narrow);
}

/// The half nearest to `value`, ties to even: the nearest of a first guess and its neighbours.
std::uint16_t nearest_half(double value) {
  const std::uint16_t guess = float_to_float16_rne(static_cast<float>(value));
  if (std::isinf(float16_to_float(guess)) || std::isnan(value)) return guess;
  std::uint16_t best = guess;
  for (const int step : {-1, 1}) {
    const auto other = static_cast<std::uint16_t>(guess + step);
    const double now = std::fabs(static_cast<double>(float16_to_float(best)) - value);
    const double then = std::fabs(static_cast<double>(float16_to_float(other)) - value);
    if (then < now || (then == now && other % 2 == 0)) best = other;
  }
  return best;
}

std::uint64_t bits_of(DType type, double value) {
  if (type == DType::FLOAT16) return nearest_half(value);
  const auto narrow = static_cast<float>(value);
  return type == DType::FLOAT16 ? float_to_float16_rne(narrow)
                                : std::bit_cast<std::uint32_t>(narrow);
}

}  // namespace

TEST_CASE("multiply-add rounds the product first, or not, as the knob says",
          "[models][isa][vector]") {
  constexpr Form kForms[] = {{Opcode::VMLA, DType::FLOAT32, DType::FLOAT32},
                             {Opcode::VMLA, DType::FLOAT16, DType::FLOAT16},
                             {Opcode::VMLA, DType::FLOAT32, DType::FLOAT16},
                             {Opcode::VMADD, DType::FLOAT32, DType::FLOAT32},
                             {Opcode::VMADD, DType::FLOAT16, DType::FLOAT16},
                             {Opcode::VMADDRELU, DType::FLOAT32, DType::FLOAT32},
                             {Opcode::VMADDRELU, DType::FLOAT16, DType::FLOAT16},
                             {Opcode::VAXPY, DType::FLOAT32, DType::FLOAT32},
                             {Opcode::VAXPY, DType::FLOAT16, DType::FLOAT16},
                             {Opcode::VAXPY, DType::FLOAT32, DType::FLOAT16}};
  for (const Form& form : kForms) {
    Random memory_random(kSeed);
    std::vector<std::uint8_t> memory(kPlainUbBytes);
    for (unsigned area = 0; area < 4; ++area) {
      fill(memory, area, area == 0 ? form.dst : form.src, memory_random);
    }
    for (std::uint64_t round = 0; round < 60; ++round) {
      Random random(kSeed + round);
      LaneInstruction instruction = random_form(random, form);
      const double scalar = 0.7109375;  // exact in half
      instruction.scalar = bits_of(form.src, scalar);
      isa::ExecuteOptions options;
      options.fused_multiply_add = random.one_in(2);
      CAPTURE(isa::info(form.opcode).name, name(form.dst), name(form.src), round,
              options.fused_multiply_add);
      const unsigned size = size_bytes(form.dst), src_bits = 8 * size_bytes(form.src);
      const unsigned lanes = 256 / size;
      PlainUb reference(memory);
      for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
        for (unsigned lane = 0; lane < lanes; ++lane) {
          if (!lane_active(instruction.mask, repeat, lane, lanes)) continue;
          const std::uint64_t target = lane_place(instruction.dst, repeat, lane, 8 * size);
          const double a =
              reference.number(form.src, lane_place(instruction.src0, repeat, lane, src_bits));
          const double old = reference.number(form.dst, target);
          double b = scalar;
          if (form.opcode != Opcode::VAXPY) {
            b = reference.number(form.src, lane_place(instruction.src1, repeat, lane, src_bits));
          }
          const bool by_dst = form.opcode == Opcode::VMADD || form.opcode == Opcode::VMADDRELU;
          const double factor = by_dst ? old : b, addend = by_dst ? b : old;
          const double product = a * factor;  // exact: 24 bits each at most
          // Fused: these numbers are near 1, so that long double holds the exact sum.
          const long double sum = static_cast<long double>(product) + addend;
          double result =
              options.fused_multiply_add
                  ? static_cast<double>(form.dst == DType::FLOAT32
                                            ? static_cast<long double>(static_cast<float>(sum))
                                            : sum)
                  : rounded(form.dst, product) + addend;
          if (form.opcode == Opcode::VMADDRELU && result < 0) result = 0;
          reference.put_bits(target, bits_of(form.dst, result), size);
        }
        reference.end_of_repeat();
      }
      require_like(instruction, memory, reference, {}, options);
    }
  }
}

TEST_CASE("fused narrowing rounds once, to nearest even, and saturates", "[models][isa][vector]") {
  constexpr Form kForms[] = {{Opcode::VADDRELUCONV, DType::FLOAT16, DType::FLOAT32},
                             {Opcode::VADDRELUCONV, DType::INT8, DType::FLOAT16},
                             {Opcode::VADDRELUCONV, DType::INT8, DType::INT16},
                             {Opcode::VSUBRELUCONV, DType::FLOAT16, DType::FLOAT32},
                             {Opcode::VSUBRELUCONV, DType::INT8, DType::FLOAT16},
                             {Opcode::VSUBRELUCONV, DType::INT8, DType::INT16},
                             {Opcode::VMULCONV, DType::INT8, DType::FLOAT16},
                             {Opcode::VMULCONV, DType::UINT8, DType::FLOAT16}};
  for (const Form& form : kForms) {
    Random memory_random(kSeed);
    std::vector<std::uint8_t> memory(kPlainUbBytes);
    for (unsigned area = 0; area < 4; ++area) fill(memory, area, form.src, memory_random);
    for (std::uint64_t round = 0; round < 40; ++round) {
      Random random(kSeed + round);
      LaneInstruction instruction = random_form(random, form);
      instruction.high_half =
          form.dst == DType::INT8 && form.opcode != Opcode::VMULCONV && random.one_in(3);
      CAPTURE(isa::info(form.opcode).name, name(form.dst), name(form.src), round);
      const unsigned src_bits = 8 * size_bytes(form.src), lanes = 256 * 8 / src_bits;
      PlainUb reference(memory);
      const auto number = [&](const isa::VectorOperand& operand, std::uint32_t repeat,
                              unsigned lane) -> double {
        const std::uint64_t address = lane_place(operand, repeat, lane, src_bits);
        if (form.src == DType::INT16) return reference.get<std::int16_t>(address);
        return reference.number(form.src, address);
      };
      for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
        for (unsigned lane = 0; lane < lanes; ++lane) {
          if (!lane_active(instruction.mask, repeat, lane, lanes)) continue;
          const double a = number(instruction.src0, repeat, lane);
          const double b = number(instruction.src1, repeat, lane);
          const bool adds = form.opcode == Opcode::VADDRELUCONV;
          // Sums of floats round to float; those of halves and int16 are exact in it here.
          double value =
              form.opcode == Opcode::VMULCONV
                  ? a * b
                  : std::max(0.0, static_cast<double>(static_cast<float>(adds ? a + b : a - b)));
          std::uint64_t target =
              lane_place(instruction.dst, repeat, lane, 8 * size_bytes(form.dst));
          if (instruction.high_half) {
            isa::VectorOperand upper = instruction.dst;
            target = lane_place(upper, repeat, lane, 16);
            target = target / 32 * 32 + 16 + lane % 16;
          }
          if (form.dst == DType::FLOAT16) {
            reference.put_bits(target, bits_of(form.dst, value), 2);
            continue;
          }
          std::fesetround(FE_TONEAREST);
          const double lowest = form.dst == DType::INT8 ? -128 : 0;
          const double highest = form.dst == DType::INT8 ? 127 : 255;
          value = std::clamp(std::rint(value), lowest, highest);
          reference.put_bits(target, static_cast<std::uint64_t>(static_cast<std::int64_t>(value)),
                             1);
        }
        reference.end_of_repeat();
      }
      require_like(instruction, memory, reference);
    }
  }
}

TEST_CASE("with CTRL[48] clear a half result is never infinite or NaN", "[models][isa][vector]") {
  constexpr Opcode kOps[] = {Opcode::VADD, Opcode::VMUL, Opcode::VDIV, Opcode::VMAX,
                             Opcode::VEXP, Opcode::VREC, Opcode::VMLA};
  Random memory_random(kSeed);
  std::vector<std::uint8_t> memory(kPlainUbBytes);
  for (auto& byte : memory) byte = static_cast<std::uint8_t>(memory_random.bits());
  for (const Opcode opcode : kOps) {
    for (std::uint64_t round = 0; round < 20; ++round) {
      Random random(kSeed + round);
      LaneInstruction keeps = random_form(random, {opcode, DType::FLOAT16, DType::FLOAT16});
      keeps.dst.block_stride = 1;  // every lane on its own
      keeps.dst.repeat_stride = 8;
      keeps.repeats = std::min<std::uint32_t>(keeps.repeats, 9);
      LaneInstruction saturates = keeps;
      saturates.control = 0;
      const ModelRun kept = model_run(keeps, memory, {}, {});
      const ModelRun saturated = model_run(saturates, memory, {}, {});
      for (std::uint64_t at = 0; at < memory.size(); at += 2) {
        std::uint16_t before, after;
        std::memcpy(&before, kept.ub.data() + at, 2);
        std::memcpy(&after, saturated.ub.data() + at, 2);
        std::uint16_t expected = before;
        if (kept.written[at] != 0 && (before & 0x7FFF) == 0x7C00) expected = before - 1;
        if (kept.written[at] != 0 && (before & 0x7FFF) > 0x7C00) expected = 0;
        if (after == expected) continue;
        CAPTURE(isa::info(opcode).name, round, at, before);
        REQUIRE(after == expected);
      }
    }
  }
}

TEST_CASE("VMAX and VMIN treat NaN as isa.nan_minmax says", "[models][isa][vector]") {
  struct Row {
    NanMinMax nan;
    bool nan_if_first, nan_if_second;
  };
  // compare: a < b is false with a NaN, so the first operand stays.
  constexpr Row kRows[] = {{NanMinMax::Compare, true, false},
                           {NanMinMax::Propagate, true, true},
                           {NanMinMax::Number, false, false}};
  for (const Row& row : kRows) {
    for (const Opcode opcode : {Opcode::VMAX, Opcode::VMIN}) {
      for (const bool first : {true, false}) {
        std::vector<float> ub(192);
        std::fill(ub.begin() + 64, ub.begin() + 128, first ? std::nanf("") : 5.0f);
        std::fill(ub.begin() + 128, ub.end(), first ? 5.0f : std::nanf(""));
        LaneInstruction instruction;
        instruction.opcode = opcode;
        instruction.src0.address = 256;
        instruction.src1.address = 512;
        isa::ExecuteOptions options;
        options.nan_minmax = row.nan;
        std::vector<std::uint8_t> bytes(ub.size() * 4);
        std::memcpy(bytes.data(), ub.data(), bytes.size());
        const ModelRun run = model_run(instruction, bytes, {}, options);
        float result;
        std::memcpy(&result, run.ub.data(), sizeof result);
        CHECK(std::isnan(result) == (first ? row.nan_if_first : row.nan_if_second));
      }
    }
  }
}

}  // namespace npusim::test
