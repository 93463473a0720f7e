// SPDX-License-Identifier: Apache-2.0
// What holds for every pipe V instruction: whole and repeat-wise execution agree, and the footprint
// is exactly what is touched. Random instructions; the seed is printed with a failure.
#include <cstring>
#include <set>
#include <type_traits>

#include "tests/models/isa/vector/random_vector.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

constexpr std::uint64_t kSeed = 20261124;

/// Offsets that VGATHER finds must stay inside the operand it names.
void make_offsets_valid(const isa::Instruction& instruction, std::vector<std::uint8_t>& ub) {
  const auto* const gather = std::get_if<isa::GatherInstruction>(&instruction.operands);
  if (gather == nullptr) return;
  const bool blocks = gather->opcode == isa::Opcode::VGATHERB;
  const unsigned size = blocks ? kBlockBytes : size_bytes(gather->dtype);
  const std::uint64_t lanes = gather->repeats * (kRepeatBytes / size);
  for (std::uint64_t i = 0; i < lanes; ++i) {
    const auto offset = static_cast<std::uint32_t>(hash64(kSeed, i) % (gather->extent - size + 1));
    std::memcpy(ub.data() + gather->offsets + 4 * i, &offset, sizeof offset);
  }
}

std::set<std::uint64_t> bytes_of(const std::vector<isa::Footprint>& footprint, bool write) {
  std::set<std::uint64_t> bytes;
  for (const isa::Footprint& access : footprint) {
    if (access.write != write) continue;
    const Span& span = access.span;
    for (std::int64_t g = 0; g < span.groups; ++g) {
      for (std::int64_t r = 0; r < span.runs; ++r) {
        for (std::uint64_t b = 0; b < span.run_bytes; ++b) {
          bytes.insert(span.address +
                       static_cast<std::uint64_t>(g * span.group_stride + r * span.run_stride) + b);
        }
      }
    }
  }
  return bytes;
}

struct Result {
  std::vector<std::uint8_t> ub;
  std::set<std::uint64_t> written;
  isa::VectorState state;
};

Result by_repeats(const isa::Instruction& instruction, std::vector<std::uint8_t> ub,
                  Numerics numerics) {
  Result result{std::move(ub), {}, {}};
  result.state.compare_mask[0] = hash64(7, 1);
  result.state.compare_mask[1] = hash64(7, 2);
  isa::ExecuteOptions options;
  options.numerics = numerics;
  const isa::Bytes memory{result.ub.data(), result.ub.size()};
  for (std::uint32_t repeat = 0; repeat < isa::repeats_of(instruction); ++repeat) {
    isa::WriteSet out;
    isa::execute_repeat(instruction, repeat, memory, result.state, options, out);
    for (const auto& piece : out.pieces()) {
      for (std::uint32_t i = 0; i < piece.bytes; ++i) result.written.insert(piece.address + i);
    }
    out.apply(memory);
  }
  return result;
}

}  // namespace

TEST_CASE("a vector instruction as a whole gives the bytes of its repeats one by one",
          "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 30000; ++round) {
    CAPTURE(kSeed, round);
    Random random(kSeed + round);
    const isa::Instruction instruction = random_instruction(random);
    std::vector<std::uint8_t> ub = random_memory(random, kTestUbBytes);
    make_offsets_valid(instruction, ub);
    const Numerics numerics = random.one_in(2) ? Numerics::Reference : Numerics::Hardware;
    const Result expected = by_repeats(instruction, ub, numerics);
    isa::VectorState state;
    state.compare_mask[0] = hash64(7, 1);
    state.compare_mask[1] = hash64(7, 2);
    isa::ExecuteOptions options;
    options.numerics = numerics;
    isa::execute_vector(instruction, {ub.data(), ub.size()}, state, options);
    CAPTURE(isa::info(instruction.opcode()).name, name(isa::dtype_of(instruction)));
    REQUIRE(ub == expected.ub);
    REQUIRE(state.compare_mask[0] == expected.state.compare_mask[0]);
  }
}

TEST_CASE("a vector footprint holds exactly the bytes that are written", "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 6000; ++round) {
    CAPTURE(kSeed, round);
    Random random(kSeed + 1000000 + round);
    const isa::Instruction instruction = random_instruction(random);
    std::vector<std::uint8_t> ub = random_memory(random, kTestUbBytes);
    make_offsets_valid(instruction, ub);
    std::vector<isa::Footprint> footprint;
    isa::footprint(instruction, footprint);
    CAPTURE(isa::info(instruction.opcode()).name, name(isa::dtype_of(instruction)));
    REQUIRE(by_repeats(instruction, ub, Numerics::Reference).written == bytes_of(footprint, true));
  }
}

TEST_CASE("bytes outside a vector footprint's reads do not change what is written",
          "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 6000; ++round) {
    CAPTURE(kSeed, round);
    Random random(kSeed + 2000000 + round);
    const isa::Instruction instruction = random_instruction(random);
    std::vector<std::uint8_t> ub = random_memory(random, kTestUbBytes);
    make_offsets_valid(instruction, ub);
    std::vector<isa::Footprint> footprint;
    isa::footprint(instruction, footprint);
    const auto reads = bytes_of(footprint, false);
    std::vector<std::uint8_t> poisoned = ub;
    for (std::uint64_t at = 0; at < ub.size(); ++at) {
      if (reads.count(at) == 0) poisoned[at] = static_cast<std::uint8_t>(~ub[at]);
    }
    const Result clean = by_repeats(instruction, ub, Numerics::Reference);
    const Result dirty = by_repeats(instruction, poisoned, Numerics::Reference);
    CAPTURE(isa::info(instruction.opcode()).name, name(isa::dtype_of(instruction)));
    REQUIRE(clean.written == dirty.written);
    for (const std::uint64_t at : clean.written) REQUIRE(clean.ub[at] == dirty.ub[at]);
  }
}

namespace {

// Moves with sources below 4096, apart from their results, which lie side by side from 8192 on.
void separate(isa::BroadcastInstruction& broadcast) {
  broadcast.repeats = 2;
  broadcast.dst = {8192, 4, 128};
}
void separate(isa::CompactInstruction& compact) {
  compact.repeats = 2;
  compact.dst = 8192;
}
void separate(isa::TransposeInstruction& transpose) {
  transpose.repeats = 2;
  for (unsigned i = 0; i < 16; ++i) transpose.dst[i] = 8192 + 128 * i;
  transpose.dst_stride = 128;
}
void separate(isa::BlockCopy& copy) {
  copy.bursts = 2;
  copy.dst = 8192;
}
template <typename Family>
concept Move = requires(Family& family) {
  separate(family);
};

/// Whether it only moves bits; if so, separates it.
bool make_move(isa::Instruction& instruction) {
  return std::visit(
      [](auto& family) {
        if constexpr (Move<std::decay_t<decltype(family)>>) {
          separate(family);
          return true;
        } else {
          return false;
        }
      },
      instruction.operands);
}

}  // namespace

TEST_CASE("every byte a moving instruction's footprint reads can change the result",
          "[models][isa][vector]") {
  // Instructions that only move bits: flipping any byte they read must show.
  for (std::uint64_t round = 0; round < 300; ++round) {
    CAPTURE(kSeed, round);
    Random random(kSeed + 3000000 + round);
    isa::Instruction instruction;
    do instruction = random_instruction(random);
    while (!make_move(instruction));
    std::vector<std::uint8_t> ub = random_memory(random, kTestUbBytes);
    std::vector<isa::Footprint> footprint;
    isa::footprint(instruction, footprint);
    const Result clean = by_repeats(instruction, ub, Numerics::Reference);
    for (const std::uint64_t at : bytes_of(footprint, false)) {
      std::vector<std::uint8_t> flipped = ub;
      flipped[at] ^= 0x55;
      const Result changed = by_repeats(instruction, std::move(flipped), Numerics::Reference);
      bool shows = false;
      for (const std::uint64_t byte : clean.written) shows |= clean.ub[byte] != changed.ub[byte];
      CAPTURE(isa::info(instruction.opcode()).name, at);
      REQUIRE(shows);
    }
  }
}

}  // namespace npusim::test
