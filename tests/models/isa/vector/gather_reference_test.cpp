// SPDX-License-Identifier: Apache-2.0
// Gathering and compaction against their words in intrinsics.md 2.3.8.
#include <algorithm>

#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::CompactInstruction;
using isa::GatherInstruction;
using isa::Opcode;

constexpr std::uint64_t kSeed = 20261201;

std::uint64_t element(PlainUb& ub, unsigned size, std::uint64_t address) {
  return size == 2 ? ub.get<std::uint16_t>(address) : ub.get<std::uint32_t>(address);
}

}  // namespace

TEST_CASE("gathers take a lane or a block per offset", "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 300; ++round) {
    Random random(kSeed + round);
    GatherInstruction instruction;
    const bool blocks = random.one_in(2);
    instruction.opcode = blocks ? Opcode::VGATHERB : Opcode::VGATHER;
    instruction.dtype = random.one_in(2) ? DType::UINT16 : DType::UINT32;
    const unsigned size = size_bytes(instruction.dtype), lanes = 256 / size;
    const Shape shape = random_shape(random, lanes);
    instruction.repeats = std::min(shape.repeats, 64u);
    instruction.mask = shape.mask;
    if (shape.mask.count_mode) {
      instruction.mask.low = std::min<std::uint64_t>(shape.mask.low, instruction.repeats * lanes);
    }
    instruction.dst = random_place(random, 0, shape.repeats);
    instruction.offsets = kPlainUbBytes / 4;
    instruction.base = kPlainUbBytes / 2 + 32 * random.below(4);
    instruction.extent = 4096;
    const bool negative = random.one_in(4);
    if (negative) instruction.base += 2048;
    std::vector<std::uint8_t> memory = random_memory(random, kPlainUbBytes);
    for (unsigned i = 0; i < 64 * 128; ++i) {
      auto offset = static_cast<std::uint32_t>(random.below((4096 - 32) / size) * size);
      if (negative) offset -= 2048;  // modulo 2^32
      std::memcpy(memory.data() + instruction.offsets + 4 * i, &offset, 4);
    }
    PlainUb reference(memory);
    const unsigned per_offset = blocks ? 32 / size : 1;
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      for (unsigned lane = 0; lane < lanes; ++lane) {
        if (!lane_active(instruction.mask, repeat, lane, lanes)) continue;
        const std::uint64_t number = (repeat * lanes + lane) / per_offset;
        const auto offset = reference.get<std::uint32_t>(instruction.offsets + 4 * number);
        reference.put_bits(
            lane_place(instruction.dst, repeat, lane, 8 * size),
            element(reference, size,
                    (instruction.base + offset) % (1ull << 32) + lane % per_offset * size),
            size);
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, blocks, name(instruction.dtype));
    if (!negative) require_like(instruction, memory, reference, {}, {}, Reads::AtMost);
    // Without an extent, what is read is found in the offsets.
    instruction.extent = 0;
    const bool same = model_run(instruction, memory, {}, {}).ub == reference.bytes();
    REQUIRE(same);
    // Lanes to the byte; blocks whole, also where the mask stops some of their lanes.
    const std::vector<std::uint8_t> named = named_by_data(instruction, memory, {}, false);
    bool as_read = true;
    for (std::size_t i = 0; i < named.size(); ++i) {
      as_read &= blocks ? named[i] >= reference.read()[i] : named[i] == reference.read()[i];
    }
    REQUIRE(as_read);
  }
}

TEST_CASE("an offset outside UB is noted, and its lane reads as 0", "[models][isa][vector]") {
  for (const Opcode opcode : {Opcode::VGATHER, Opcode::VGATHERB}) {
    std::vector<std::uint8_t> ub(8192, 7);
    const std::uint32_t offset = 1u << 20;
    std::memcpy(ub.data() + 4, &offset, 4);
    GatherInstruction instruction;
    instruction.opcode = opcode;
    instruction.dst.address = 4096;
    instruction.base = 2048;
    instruction.extent = 32;
    const std::uint32_t zero = 0;
    for (unsigned i = 0; i < 64; ++i) {
      if (i != 1) std::memcpy(ub.data() + 4 * i, &zero, 4);
    }
    const ModelRun run = model_run(instruction, ub, {}, {});
    CHECK(run.state.fault_address == 2048 + offset);
    CHECK(run.ub[4096] == 7);
    CHECK(run.ub[4096 + (opcode == Opcode::VGATHER ? 4 : 32)] == 0);
  }
}

TEST_CASE("compaction appends the lanes that a pattern or bits keep", "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 600; ++round) {
    Random random(kSeed + round);
    CompactInstruction instruction;
    instruction.opcode = random.one_in(4) ? Opcode::VREDUCE : Opcode::VREDUCEV2;
    instruction.dtype = random.one_in(2) ? DType::UINT16 : DType::UINT32;
    instruction.pattern = static_cast<std::uint8_t>(random.below(8));
    if (instruction.opcode == Opcode::VREDUCE) instruction.pattern = 0;
    const unsigned size = size_bytes(instruction.dtype);
    constexpr std::uint32_t kRepeats[] = {0, 1, 2, 5, 9, 60};
    instruction.repeats = random.pick(kRepeats);
    instruction.mask.low = instruction.mask.high = random.bits();  // has no effect in norm mode
    unsigned row = 256 / size;
    if (random.one_in(2)) {  // count mode: elements a row, more or fewer than a repeat
      row = static_cast<unsigned>(random.below(300));
      instruction.mask = {true, 0, row};
    }
    instruction.src0 = random_place(random, 1, instruction.repeats);
    if (instruction.src0.block_stride == 255) instruction.src0.block_stride = 2;
    instruction.src1 = kPlainUbBytes / 2;
    instruction.src1_repeat = static_cast<std::uint16_t>(random.below(3));
    instruction.dst = 32 * random.below(4);
    const std::vector<std::uint8_t> memory = random_memory(random, kPlainUbBytes);
    PlainUb reference(memory);
    std::uint64_t kept = 0;
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      for (unsigned lane = 0; lane < row; ++lane) {
        bool keep = instruction.pattern == 7;
        if (instruction.pattern == 0) {
          const auto byte = reference.get<std::uint8_t>(
              instruction.src1 + 32u * repeat * instruction.src1_repeat + lane / 8);
          keep = (byte >> (lane % 8) & 1) != 0;
        } else if (instruction.pattern <= 2) {
          keep = lane % 2 + 1 == instruction.pattern;
        } else if (instruction.pattern <= 6) {
          keep = lane % 4 + 3 == instruction.pattern;
        }
        if (!keep) continue;
        reference.put_bits(
            instruction.dst + kept * size,
            element(reference, size, lane_place(instruction.src0, repeat, lane, 8 * size)), size);
        ++kept;
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, static_cast<int>(instruction.pattern), row, name(instruction.dtype));
    if (instruction.pattern != 0) {
      const ModelRun run = require_like(instruction, memory, reference);
      if (instruction.repeats > 0) CHECK(run.state.kept_elements == kept);
      continue;
    }
    // By bits the footprint covers what could be kept.
    const ModelRun run = model_run(instruction, memory, {}, {});
    const bool same = run.ub == reference.bytes();
    CHECK(same);
    if (instruction.repeats > 0) CHECK(run.state.kept_elements == kept);
    bool covers = true;
    for (std::size_t i = 0; i < memory.size(); ++i) {
      covers &= run.written[i] >= reference.written()[i] && run.read[i] >= reference.read()[i];
    }
    CHECK(covers);
    const bool exact = named_by_data(instruction, memory, {}) == reference.written();
    CHECK(exact);
  }
}

}  // namespace npusim::test
