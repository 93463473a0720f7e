// SPDX-License-Identifier: Apache-2.0
// Comparisons, the compare mask and selection against their words in intrinsics.md 2.3.5.
#include <algorithm>

#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::CompareInstruction;
using isa::CompareMaskMove;
using isa::Comparison;
using isa::Opcode;
using isa::SelectInstruction;
using isa::SelectMode;

constexpr std::uint64_t kSeed = 20261129;

/// Few distinct numbers, so that equal ones are common.
std::vector<std::uint8_t> memory_of(DType type, Random& random) {
  std::vector<std::uint8_t> memory(kPlainUbBytes);
  for (std::uint64_t at = 0; at < memory.size(); at += size_bytes(type)) {
    const int number = static_cast<int>(random.below(7)) - 3;
    float value = static_cast<float>(number);
    if (random.one_in(50)) value = std::nanf("");
    std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    if (type == DType::FLOAT16) bits = float_to_float16_rne(value);
    if (type == DType::INT32) bits = static_cast<std::uint32_t>(number);
    std::memcpy(memory.data() + at, &bits, size_bytes(type));
  }
  return memory;
}

double number_at(PlainUb& ub, DType type, std::uint64_t address) {
  return type == DType::INT32 ? ub.get<std::int32_t>(address) : ub.number(type, address);
}

bool holds(Comparison comparison, double a, double b) {
  const bool unordered = std::isnan(a) || std::isnan(b);
  switch (comparison) {
    case Comparison::Eq:
      return !unordered && a == b;
    case Comparison::Ne:
      return unordered || a != b;
    case Comparison::Lt:
      return !unordered && a < b;
    case Comparison::Le:
      return !unordered && a <= b;
    case Comparison::Gt:
      return !unordered && a > b;
    case Comparison::Ge:
      return !unordered && a >= b;
  }
  return false;
}

isa::VectorState random_state(Random& random) {
  isa::VectorState state;
  state.compare_mask[0] = random.bits();
  state.compare_mask[1] = random.bits();
  return state;
}

}  // namespace

TEST_CASE(
    "comparisons pack a bit per lane, into UB for all lanes, into the register for those the "
    "mask lets through",
    "[models][isa][vector]") {
  constexpr Opcode kOps[] = {Opcode::VCMP, Opcode::VCMPV, Opcode::VCMPVS};
  constexpr DType kTypes[] = {DType::FLOAT32, DType::FLOAT16, DType::INT32};
  for (std::uint64_t round = 0; round < 500; ++round) {
    Random random(kSeed + round);
    CompareInstruction instruction;
    instruction.opcode = random.pick(kOps);
    instruction.dtype = random.pick(kTypes);
    const bool integers = instruction.dtype == DType::INT32;
    instruction.comparison = static_cast<Comparison>(random.below(integers ? 2 : 6));
    const unsigned size = size_bytes(instruction.dtype), lanes = 256 / size;
    const Shape shape = random_shape(random, lanes);
    instruction.repeats = shape.repeats;
    instruction.mask = shape.mask;
    instruction.dst.address = 64 * random.below(8);
    instruction.src0 = random_place(random, 1, shape.repeats);
    instruction.src1 = random_place(random, 2, shape.repeats);
    const float scalar = static_cast<float>(random.below(7)) - 3.0f;
    instruction.scalar = integers    ? static_cast<std::uint32_t>(static_cast<int>(scalar))
                         : size == 2 ? float_to_float16_rne(scalar)
                                     : std::bit_cast<std::uint32_t>(scalar);
    const std::vector<std::uint8_t> memory = memory_of(instruction.dtype, random);
    const isa::VectorState state = random_state(random);
    const bool to_register = instruction.opcode == Opcode::VCMP;
    PlainUb reference(memory);
    std::uint64_t mask[2] = {state.compare_mask[0], state.compare_mask[1]};
    const std::uint32_t repeats = to_register ? 1 : instruction.repeats;
    for (std::uint32_t repeat = 0; repeat < repeats; ++repeat) {
      std::uint64_t bits[2] = {};
      for (unsigned lane = 0; lane < lanes; ++lane) {
        if (to_register && !lane_active(instruction.mask, 0, lane, lanes)) continue;
        const double a = number_at(reference, instruction.dtype,
                                   lane_place(instruction.src0, repeat, lane, 8 * size));
        const double b = instruction.opcode == Opcode::VCMPVS
                             ? static_cast<double>(scalar)
                             : number_at(reference, instruction.dtype,
                                         lane_place(instruction.src1, repeat, lane, 8 * size));
        const std::uint64_t bit = std::uint64_t{1} << (lane % 64);
        const bool set = holds(instruction.comparison, a, b);
        if (set) bits[lane / 64] |= bit;
        mask[lane / 64] = set ? mask[lane / 64] | bit : mask[lane / 64] & ~bit;
      }
      if (to_register) break;
      for (unsigned i = 0; i < lanes / 8; ++i) {
        reference.put_bits(instruction.dst.address + repeat * (lanes / 8) + i,
                           bits[i / 8] >> (8 * (i % 8)), 1);
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, name(instruction.dtype));
    const ModelRun run = require_like(instruction, memory, reference, state);
    CHECK(run.state.compare_mask[0] == (to_register ? mask[0] : state.compare_mask[0]));
    CHECK(run.state.compare_mask[1] == (to_register ? mask[1] : state.compare_mask[1]));
  }
}

TEST_CASE("selection takes bits from the register, or from UB repeat after repeat",
          "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 500; ++round) {
    Random random(kSeed + round);
    SelectInstruction instruction;
    instruction.mode = static_cast<SelectMode>(random.below(3));
    instruction.dtype = random.one_in(2) ? DType::FLOAT16 : DType::FLOAT32;
    const unsigned size = size_bytes(instruction.dtype), lanes = 256 / size;
    const Shape shape = random_shape(random, lanes);
    instruction.repeats = shape.repeats;
    instruction.mask = shape.mask;
    instruction.dst = random_place(random, 0, shape.repeats);
    instruction.src0 = random_place(random, 1, shape.repeats);
    instruction.src1 = random_place(random, 2, shape.repeats);
    const std::vector<std::uint8_t> memory = memory_of(instruction.dtype, random);
    isa::VectorState state = random_state(random);
    const bool from_register = instruction.mode == SelectMode::CompareMask;
    const bool scalar = instruction.mode == SelectMode::ScalarSource;
    const std::uint64_t bits_at =
        scalar ? instruction.src1.address : 3 * kPlainUbBytes / 4 + 32 * random.below(8);
    if (instruction.mode == SelectMode::MaskAddress) {
      instruction.bits = bits_at;
      state.compare_mask[0] = bits_at | random.bits() << 32;
    }
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      unsigned last = 0;
      for (unsigned lane = 0; lane < lanes; ++lane) {
        if (lane_active(instruction.mask, repeat, lane, lanes)) last = lane + 1;
      }
      // Whole bytes of bits are read, up to the last lane that is selected.
      std::uint8_t bits[16] = {};
      for (unsigned i = 0; i < (last + 7) / 8 && !from_register; ++i) {
        bits[i] = reference.get<std::uint8_t>(bits_at + repeat * (lanes / 8) + i);
      }
      for (unsigned i = 0; i < 16 && from_register; ++i) {
        bits[i] = static_cast<std::uint8_t>(state.compare_mask[i / 8] >> (8 * (i % 8)));
      }
      for (unsigned lane = 0; lane < lanes; ++lane) {
        if (!lane_active(instruction.mask, repeat, lane, lanes)) continue;
        const auto get = [&](const isa::VectorOperand& operand) -> std::uint64_t {
          const std::uint64_t address = lane_place(operand, repeat, lane, 8 * size);
          return size == 2 ? reference.get<std::uint16_t>(address)
                           : reference.get<std::uint32_t>(address);
        };
        const std::uint64_t first = get(instruction.src0);
        const std::uint64_t second = scalar ? state.compare_mask[0] : get(instruction.src1);
        const bool bit = (bits[lane / 8] >> (lane % 8) & 1) != 0;
        reference.put_bits(lane_place(instruction.dst, repeat, lane, 8 * size),
                           bit ? first : second, size);
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, static_cast<int>(instruction.mode), name(instruction.dtype));
    require_like(instruction, memory, reference, state);
    instruction.bits = 0;  // the register names the bits
    const bool exact = named_by_data(instruction, memory, state, false) == reference.read();
    REQUIRE(exact);
  }
}

TEST_CASE("the compare mask travels to UB and back whole", "[models][isa][vector]") {
  Random random(kSeed);
  const std::vector<std::uint8_t> memory = memory_of(DType::FLOAT32, random);
  for (const std::uint64_t address : {0u, 32u, 4064u}) {
    CompareMaskMove move;
    move.opcode = Opcode::SET_CMPMASK;
    move.address = address;
    const ModelRun loaded = model_run(move, memory, {}, {});
    CHECK(std::memcmp(loaded.state.compare_mask, memory.data() + address, 16) == 0);
    CHECK(loaded.ub == memory);
    move.opcode = Opcode::GET_CMPMASK;
    move.address = 8192;
    const ModelRun stored = model_run(move, memory, loaded.state, {});
    CHECK(std::memcmp(stored.ub.data() + 8192, memory.data() + address, 16) == 0);
    CHECK(std::count(stored.written.begin(), stored.written.end(), 1) == 16);
    CHECK(std::count(loaded.read.begin(), loaded.read.end(), 1) == 16);
  }
}

}  // namespace npusim::test
