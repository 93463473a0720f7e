// SPDX-License-Identifier: Apache-2.0
// VCONV as an instruction: where lanes of different widths lie, 4-bit data, and the dequantising
// forms (intrinsics.md 2.3.6).
#include <algorithm>
#include <cfenv>

#include "models/isa/vector/conversion_kernels.h"
#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::BlockHalf;
using isa::ConvertInstruction;
using isa::Opcode;

constexpr std::uint64_t kSeed = 20261128;

ConvertInstruction random_convert(Random& random, Opcode opcode, DType dst, DType src,
                                  unsigned widest_bits) {
  ConvertInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = dst;
  instruction.src_dtype = src;
  const Shape shape = random_shape(random, 256 * 8 / widest_bits);
  instruction.repeats = shape.repeats;
  instruction.mask = shape.mask;
  instruction.dst = random_place(random, 0, shape.repeats);
  instruction.src = random_place(random, 1, shape.repeats);
  constexpr isa::Rounding kRoundings[] = {isa::Rounding::Rint, isa::Rounding::Floor,
                                          isa::Rounding::Trunc};
  instruction.rounding = random.pick(kRoundings);
  instruction.control = random.bits();
  return instruction;
}

std::vector<std::uint8_t> memory_of_seed() {
  Random random(kSeed);
  return random_memory(random, kPlainUbBytes);
}

}  // namespace

TEST_CASE("a conversion's lanes are counted in the wider type", "[models][isa][vector]") {
  struct Pair {
    DType src, dst;
  };
  constexpr Pair kPairs[] = {{DType::FLOAT32, DType::FLOAT16}, {DType::FLOAT32, DType::BFLOAT16},
                             {DType::FLOAT32, DType::FLOAT32}, {DType::FLOAT32, DType::INT16},
                             {DType::FLOAT32, DType::INT32},   {DType::FLOAT32, DType::INT64},
                             {DType::FLOAT16, DType::FLOAT32}, {DType::FLOAT16, DType::INT16},
                             {DType::FLOAT16, DType::INT32},   {DType::FLOAT16, DType::INT8},
                             {DType::FLOAT16, DType::UINT8},   {DType::BFLOAT16, DType::FLOAT32},
                             {DType::BFLOAT16, DType::INT32},  {DType::INT8, DType::FLOAT16},
                             {DType::UINT8, DType::FLOAT16},   {DType::INT16, DType::FLOAT16},
                             {DType::INT16, DType::FLOAT32},   {DType::INT32, DType::FLOAT32},
                             {DType::INT32, DType::INT16},     {DType::INT32, DType::INT64},
                             {DType::INT64, DType::FLOAT32},   {DType::INT64, DType::INT32}};
  const std::vector<std::uint8_t> memory = memory_of_seed();
  for (const Pair& pair : kPairs) {
    for (std::uint64_t round = 0; round < 30; ++round) {
      Random random(kSeed + round);
      const unsigned dst_size = size_bytes(pair.dst), src_size = size_bytes(pair.src);
      const unsigned widest = std::max(dst_size, src_size), lanes = 256 / widest;
      const ConvertInstruction instruction =
          random_convert(random, Opcode::VCONV, pair.dst, pair.src, 8 * widest);
      const bool small_float = pair.dst == DType::FLOAT16 || pair.dst == DType::BFLOAT16;
      const bool off = (instruction.control >> (small_float ? 48 : 59) & 1) != 0;
      CAPTURE(name(pair.src), name(pair.dst), round);
      PlainUb reference(memory);
      for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
        for (unsigned lane = 0; lane < lanes; ++lane) {
          if (!lane_active(instruction.mask, repeat, lane, lanes)) continue;
          std::uint64_t in = 0, out = 0;
          for (unsigned i = 0; i < src_size; ++i) {
            in |= std::uint64_t{reference.get<std::uint8_t>(
                      lane_place(instruction.src, repeat, lane, 8 * src_size) + i)}
                  << (8 * i);
          }
          isa::conversion_kernel(pair.src, pair.dst)(
              &in, &out, 1,
              {static_cast<isa::RoundMode>(instruction.rounding),
               off ? isa::Saturation::Off : isa::Saturation::On});
          reference.put_bits(lane_place(instruction.dst, repeat, lane, 8 * dst_size), out,
                             dst_size);
        }
        reference.end_of_repeat();
      }
      require_like(instruction, memory, reference);
    }
  }
}

TEST_CASE("4-bit lanes go two a byte", "[models][isa][vector]") {
  const std::vector<std::uint8_t> memory = memory_of_seed();
  for (std::uint64_t round = 0; round < 200; ++round) {
    Random random(kSeed + round);
    const bool to_s4 = random.one_in(2);
    ConvertInstruction instruction =
        random_convert(random, Opcode::VCONV, to_s4 ? DType::INT8 : DType::FLOAT16,
                       to_s4 ? DType::FLOAT16 : DType::INT8, 16);
    instruction.dst_is_s4 = to_s4;
    instruction.src_is_s4 = !to_s4;
    instruction.rounding = isa::Rounding::Rint;
    instruction.control = 0;
    // Pairs of lanes are active together.
    const std::uint64_t low = instruction.mask.low & 0x5555555555555555u;
    const std::uint64_t high = instruction.mask.high & 0x5555555555555555u;
    if (instruction.mask.count_mode) {
      instruction.mask.low += instruction.mask.low % 2;
    } else {
      instruction.mask.low = low * 3;
      instruction.mask.high = high * 3;
    }
    CAPTURE(round, to_s4);
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      for (unsigned lane = 0; lane < 128; lane += 2) {
        if (!lane_active(instruction.mask, repeat, lane, 128)) continue;
        if (to_s4) {
          unsigned byte = 0;
          for (unsigned i = 0; i < 2; ++i) {
            const double value =
                reference.number(DType::FLOAT16, lane_place(instruction.src, repeat, lane + i, 16));
            const double whole =
                std::isnan(value) ? 0 : std::clamp(std::nearbyint(value), -8.0, 7.0);
            byte |= (static_cast<unsigned>(static_cast<int>(whole)) & 15u) << (4 * i);
          }
          reference.put_bits(lane_place(instruction.dst, repeat, lane, 4), byte, 1);
        } else {
          const auto byte =
              reference.get<std::uint8_t>(lane_place(instruction.src, repeat, lane, 4));
          for (unsigned i = 0; i < 2; ++i) {
            const int bits = byte >> (4 * i) & 15;
            const float value = static_cast<float>(bits >= 8 ? bits - 16 : bits);
            reference.put(lane_place(instruction.dst, repeat, lane + i, 16),
                          float_to_float16_rne(value));
          }
        }
      }
      reference.end_of_repeat();
    }
    require_like(instruction, memory, reference);
  }
}

TEST_CASE("dequantisation of int32 multiplies by the half scale", "[models][isa][vector]") {
  const std::vector<std::uint8_t> memory = memory_of_seed();
  for (std::uint64_t round = 0; round < 60; ++round) {
    Random random(kSeed + round);
    ConvertInstruction instruction =
        random_convert(random, Opcode::VCONV_DEQ, DType::FLOAT16, DType::INT32, 32);
    instruction.deqscale = float_to_float16_rne(0.001f * static_cast<float>(random.below(3000)));
    const float scale = float16_to_float(static_cast<std::uint16_t>(instruction.deqscale));
    const bool saturates = (instruction.control >> 48 & 1) == 0;
    CAPTURE(round, scale);
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      for (unsigned lane = 0; lane < 64; ++lane) {
        if (!lane_active(instruction.mask, repeat, lane, 64)) continue;
        const auto in = reference.get<std::int32_t>(lane_place(instruction.src, repeat, lane, 32));
        const float product = static_cast<float>(in) * scale;
        std::uint16_t bits = float_to_float16_rne(product);
        if (saturates && std::isinf(float16_to_float(bits))) bits = product > 0 ? 0x7BFF : 0xFBFF;
        reference.put(lane_place(instruction.dst, repeat, lane, 16), bits);
      }
      reference.end_of_repeat();
    }
    require_like(instruction, memory, reference);
  }
}

TEST_CASE("int16 to 8 bits scales, rounds, shifts and saturates, into half of each block",
          "[models][isa][vector]") {
  std::fesetround(FE_TONEAREST);
  for (std::uint64_t round = 0; round < 200; ++round) {
    Random random(kSeed + round);
    std::vector<std::uint8_t> memory = random_memory(random, kPlainUbBytes);
    const bool by_lane = random.one_in(2), is_signed = random.one_in(2);
    ConvertInstruction instruction =
        random_convert(random, by_lane ? Opcode::VCONV_VDEQS162B8 : Opcode::VCONV_DEQS162B8,
                       is_signed ? DType::INT8 : DType::UINT8, DType::INT16, 16);
    instruction.half = random.one_in(2) ? BlockHalf::High : BlockHalf::Low;
    constexpr std::uint64_t kWords = 3 * kPlainUbBytes / 4 + 64;
    std::uint64_t words[16];
    for (std::uint64_t& word : words) {
      const float scale = (static_cast<float>(random.below(2000)) - 1000.0f) / 3000.0f;
      word = std::bit_cast<std::uint32_t>(scale) | random.below(512) << 37 |
             std::uint64_t{is_signed} << 46;
    }
    std::memcpy(memory.data() + kWords, words, sizeof words);
    instruction.deqscale = by_lane ? kWords / 32 : words[0];
    CAPTURE(round, by_lane, is_signed);
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      for (unsigned lane = 0; lane < 128; ++lane) {
        if (!lane_active(instruction.mask, repeat, lane, 128)) continue;
        const auto in = reference.get<std::int16_t>(lane_place(instruction.src, repeat, lane, 16));
        const std::uint64_t word = by_lane ? words[lane % 16] : words[0];
        const auto scale = std::bit_cast<float>(static_cast<std::uint32_t>(word) & 0xFFFFE000u);
        int offset = static_cast<int>(word >> 37 & 511);
        if (offset >= 256) offset -= 512;
        const int sum =
            static_cast<int>(std::rint(static_cast<double>(in) * static_cast<double>(scale))) +
            offset;
        const int value = is_signed ? std::clamp(sum, -128, 127) : std::clamp(sum, 0, 255);
        const std::uint64_t block = lane_place(instruction.dst, repeat, lane / 16 * 16, 16);
        const unsigned half = instruction.half == BlockHalf::High ? 16 : 0;
        reference.put_bits(block + half + lane % 16, static_cast<std::uint64_t>(value), 1);
      }
      reference.end_of_repeat();
    }
    if (by_lane && instruction.repeats > 0) {
      for (std::uint64_t i = 0; i < 128; ++i) reference.get<std::uint8_t>(kWords + i);
    }
    require_like(instruction, memory, reference);
  }
}

}  // namespace npusim::test
