// SPDX-License-Identifier: Apache-2.0
// Transpositions, broadcasts and copies of blocks against their words in
// intrinsics.md 2.3.4, 2.3.9.
#include <algorithm>

#include "models/isa/registers.h"
#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::BlockCopy;
using isa::BroadcastInstruction;
using isa::SquareTranspose;
using isa::TransposeInstruction;

constexpr std::uint64_t kSeed = 20261203;

}  // namespace

TEST_CASE("transposition turns lane i of source block j into lane j of destination line i",
          "[models][isa][vector]") {
  constexpr DType kTypes[] = {DType::UINT8, DType::UINT16, DType::UINT32};
  constexpr std::uint32_t kRepeats[] = {0, 1, 2, 5, 255};
  for (std::uint64_t round = 0; round < 300; ++round) {
    Random random(kSeed + round);
    TransposeInstruction instruction;
    instruction.dtype = random.pick(kTypes);
    instruction.repeats = random.pick(kRepeats);
    instruction.dst_stride = static_cast<std::uint16_t>(random.below(3) * (1 + random.below(4)));
    instruction.src_stride = static_cast<std::uint16_t>(random.below(3) * (1 + random.below(4)));
    instruction.dst_high = random.one_in(2);
    instruction.src_high = random.one_in(2);
    const std::uint64_t dst = 32 * random.below(8), src = kPlainUbBytes / 2 + 32 * random.below(8);
    const std::uint64_t dst_step = 32 * (1 + random.below(20)), src_step = 32 * random.below(20);
    for (unsigned i = 0; i < 16; ++i) {
      instruction.dst[i] = dst + (15 - i) * dst_step;  // in any order
      instruction.src[i] = src + i * src_step;
    }
    const unsigned size = size_bytes(instruction.dtype);
    const std::vector<std::uint8_t> memory = random_memory(random, kPlainUbBytes);
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      // A single repeat is one stride on.
      const std::uint64_t strides = instruction.repeats == 1 ? 1 : repeat;
      const std::uint64_t to = 32 * strides * instruction.dst_stride;
      const std::uint64_t from = 32 * strides * instruction.src_stride;
      for (unsigned j = 0; j < 16; ++j) {
        for (unsigned i = 0; i < (size == 4 ? 8u : 16u); ++i) {
          std::uint64_t source = instruction.src[j] + from + i * size;
          std::uint64_t target = instruction.dst[i] + to + j * size;
          if (size == 1) {
            source += instruction.src_high ? 16 : 0;
            target += instruction.dst_high ? 16 : 0;
          }
          // A line of 16 words takes two blocks.
          if (size == 4) target = instruction.dst[2 * i + j / 8] + to + j % 8 * size;
          for (unsigned byte = 0; byte < size; ++byte) {
            reference.put_bits(target + byte, reference.get<std::uint8_t>(source + byte), 1);
          }
        }
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, name(instruction.dtype));
    require_like(instruction, memory, reference);
  }
}

TEST_CASE("a square of 2-byte elements transposes in place too", "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 20; ++round) {
    Random random(kSeed + round);
    SquareTranspose instruction;
    instruction.src = 1024;
    instruction.dst = random.one_in(2) ? 1024 : 4096;
    const std::vector<std::uint8_t> memory = random_memory(random, 8192);
    PlainUb reference(memory);
    for (unsigned row = 0; row < 16; ++row) {
      for (unsigned column = 0; column < 16; ++column) {
        reference.put(instruction.dst + 2 * (column * 16 + row),
                      reference.get<std::uint16_t>(1024 + 2 * (row * 16 + column)));
      }
    }
    reference.end_of_repeat();
    const ModelRun run = model_run(instruction, memory, {}, {});
    const bool same = run.ub == reference.bytes();
    CHECK(same);
    CHECK(run.written == reference.written());
    CHECK(run.read == reference.read());
  }
}

TEST_CASE("broadcast fills a block from each of 8 elements a repeat", "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 300; ++round) {
    Random random(kSeed + round);
    BroadcastInstruction instruction;
    instruction.dtype = random.one_in(2) ? DType::UINT16 : DType::UINT32;
    const unsigned size = size_bytes(instruction.dtype);
    constexpr std::uint32_t kRepeats[] = {0, 1, 2, 5, 9, 255};
    instruction.repeats = random.pick(kRepeats);
    instruction.dst = random_place(random, 0, instruction.repeats);
    if (instruction.dst.block_stride == 0) instruction.dst.block_stride = 1;  // undefined
    instruction.src = kPlainUbBytes / 2 + 32 * random.below(8);
    const std::vector<std::uint8_t> memory = random_memory(random, kPlainUbBytes);
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      for (unsigned block = 0; block < 8; ++block) {
        for (unsigned byte = 0; byte < 32; ++byte) {
          const std::uint64_t source = instruction.src + (repeat * 8 + block) * size + byte % size;
          reference.put_bits(instruction.dst.address +
                                 32u * repeat * instruction.dst.repeat_stride +
                                 32u * block * instruction.dst.block_stride + byte,
                             reference.get<std::uint8_t>(source), 1);
        }
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, name(instruction.dtype));
    require_like(instruction, memory, reference);
  }
}

TEST_CASE("block copies move bursts with gaps from tail to head", "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 200; ++round) {
    Random random(kSeed + round);
    BlockCopy instruction;
    constexpr std::uint32_t kBursts[] = {0, 1, 2, 5, 60};
    instruction.bursts = random.pick(kBursts);
    instruction.burst_blocks = static_cast<std::uint32_t>(random.below(20));
    instruction.src_gap = static_cast<std::uint32_t>(random.below(4));
    instruction.dst_gap = static_cast<std::uint32_t>(random.below(4));
    instruction.src = kPlainUbBytes / 2;
    const std::vector<std::uint8_t> memory = random_memory(random, kPlainUbBytes);
    PlainUb reference(memory);
    std::uint64_t source = instruction.src, target = instruction.dst;
    for (std::uint32_t burst = 0; burst < instruction.bursts; ++burst) {
      for (std::uint32_t byte = 0; byte < 32 * instruction.burst_blocks; ++byte) {
        reference.put_bits(target++, reference.get<std::uint8_t>(source++), 1);
      }
      source += 32 * instruction.src_gap;
      target += 32 * instruction.dst_gap;
      reference.end_of_repeat();
    }
    const ModelRun run = model_run(instruction, memory, {}, {});
    CAPTURE(round);
    const bool same = run.ub == reference.bytes() && run.written == reference.written() &&
                      run.read == reference.read();
    REQUIRE(same);
  }
}

TEST_CASE("a VA register load reads eight addresses of 64 bits", "[models][isa][vector]") {
  isa::AddressRegisterLoad load;
  load.opcode = isa::Opcode::VLD_VA_REG;
  load.address = 96;
  std::vector<isa::Footprint> out;
  isa::footprint(load, out);
  REQUIRE(out.size() == 1);
  CHECK(out[0].span.address == 96);
  CHECK(out[0].span.total_bytes() == 64);
  load.opcode = isa::Opcode::SET_VA_REG;
  out.clear();
  isa::footprint(load, out);
  CHECK(out.empty());
}

TEST_CASE("vcopy in count mode copies rows, each as long as the mask says",
          "[models][isa][vector]") {
  constexpr DType kTypes[] = {DType::UINT16, DType::UINT32};
  for (std::uint64_t round = 0; round < 200; ++round) {
    CAPTURE(round);
    Random random(kSeed + round);
    isa::LaneInstruction copy;
    copy.opcode = isa::Opcode::VCOPY;
    copy.dtype = copy.src_dtype = random.pick(kTypes);
    const unsigned size = size_bytes(copy.dtype), per_block = 32 / size;
    const auto rows = static_cast<std::uint32_t>(random.below(5));
    const std::uint64_t row = random.below(300);
    const auto stride = [&] { return static_cast<std::uint16_t>(random.below(30)); };
    copy.repeats = rows;
    copy.dst = {32 * random.below(8), static_cast<std::uint16_t>(1 + random.below(2)), stride()};
    copy.src0 = {kPlainUbBytes / 2 + 32 * random.below(8),
                 static_cast<std::uint16_t>(random.below(3)), stride()};
    isa::Registers registers;
    registers.mask = {true, 0, row};
    const std::vector<std::uint8_t> memory = random_memory(random, kPlainUbBytes);
    PlainUb reference(memory);
    const auto place = [&](const isa::VectorOperand& operand, std::uint64_t r, std::uint64_t i) {
      return operand.address +
             32 * (r * operand.repeat_stride + i / per_block * operand.block_stride) +
             i % per_block * size;
    };
    for (std::uint32_t r = 0; r < rows; ++r) {
      for (std::uint64_t i = 0; i < row; ++i) {
        for (unsigned byte = 0; byte < size; ++byte) {
          reference.put_bits(place(copy.dst, r, i) + byte,
                             reference.get<std::uint8_t>(place(copy.src0, r, i) + byte), 1);
        }
      }
    }
    reference.end_of_repeat();
    isa::Operands operands = copy;
    isa::capture(operands, registers);
    require_like(std::get<isa::LaneInstruction>(operands), memory, reference);
  }
}

}  // namespace npusim::test
