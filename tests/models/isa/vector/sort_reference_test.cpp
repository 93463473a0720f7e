// SPDX-License-Identifier: Apache-2.0
// Sorting and merging against selection sort, the simplest stable order (intrinsics.md 2.3.8).
#include <algorithm>
#include <limits>

#include "tests/models/isa/vector/plain_ub.h"

namespace npusim::test {
namespace {

using isa::MergeInstruction;
using isa::SortInstruction;

constexpr std::uint64_t kSeed = 20261202;

std::uint32_t value_bits(DType type, float value) {
  return type == DType::FLOAT16 ? float_to_float16_rne(value) : std::bit_cast<std::uint32_t>(value);
}

/// Few distinct values: ties, both zeros, infinities.
float random_value(Random& random) {
  if (random.one_in(20)) return random.one_in(2) ? -0.0f : HUGE_VALF;
  return static_cast<float>(static_cast<int>(random.below(41)) - 20) / 4;
}

struct Pair {
  double value;
  std::uint64_t bytes;
};

/// Takes the first largest again and again.
std::vector<Pair> sorted(std::vector<Pair> pairs) {
  std::vector<Pair> result;
  while (!pairs.empty()) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < pairs.size(); ++i) {
      if (pairs[i].value > pairs[best].value) best = i;
    }
    result.push_back(pairs[best]);
    pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return result;
}

}  // namespace

TEST_CASE("sorting gives 32 descending pairs a repeat, equals in their order",
          "[models][isa][vector]") {
  constexpr std::uint32_t kRepeats[] = {0, 1, 2, 7, 255};
  for (std::uint64_t round = 0; round < 60; ++round) {
    Random random(kSeed + round);
    SortInstruction instruction;
    instruction.dtype = random.one_in(2) ? DType::FLOAT16 : DType::FLOAT32;
    instruction.repeats = random.pick(kRepeats);
    instruction.dst = 256 * random.below(4);
    instruction.values = kPlainUbBytes / 2;
    instruction.indices = 3 * kPlainUbBytes / 4;
    const unsigned size = size_bytes(instruction.dtype);
    std::vector<std::uint8_t> memory(kPlainUbBytes);
    for (unsigned i = 0; i < 255 * 32; ++i) {
      const std::uint32_t value = value_bits(instruction.dtype, random_value(random));
      const auto index = static_cast<std::uint32_t>(random.bits());
      std::memcpy(memory.data() + instruction.values + i * size, &value, size);
      std::memcpy(memory.data() + instruction.indices + i * 4, &index, 4);
    }
    PlainUb reference(memory);
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      std::vector<Pair> pairs;
      for (unsigned i = 0; i < 32; ++i) {
        const std::uint64_t at = repeat * 32 + i;
        const double value = reference.number(instruction.dtype, instruction.values + at * size);
        const std::uint64_t index = reference.get<std::uint32_t>(instruction.indices + at * 4);
        pairs.push_back(
            {value, index << 32 | value_bits(instruction.dtype, static_cast<float>(value))});
      }
      std::uint64_t at = instruction.dst + repeat * 256;
      for (const Pair& pair : sorted(pairs)) {
        reference.put(at, pair.bytes);
        at += 8;
      }
      reference.end_of_repeat();
    }
    CAPTURE(round, name(instruction.dtype));
    require_like(instruction, memory, reference);
  }
}

TEST_CASE("merging takes the largest head, the lower list first, and may stop at the end of a list",
          "[models][isa][vector]") {
  for (std::uint64_t round = 0; round < 300; ++round) {
    Random random(kSeed + round);
    MergeInstruction instruction;
    instruction.dtype = random.one_in(2) ? DType::FLOAT16 : DType::FLOAT32;
    constexpr std::uint8_t kValid[] = {3, 7, 15};
    instruction.valid_lists = random.pick(kValid);
    instruction.stop_at_exhaustion = random.one_in(2);
    const bool repeats = random.one_in(3);
    if (repeats) {
      instruction.repeats = static_cast<std::uint32_t>(random.below(4));
      instruction.valid_lists = 15;
      instruction.stop_at_exhaustion = false;
    }
    const auto length = static_cast<std::uint16_t>(1 + random.below(40));
    std::vector<std::uint8_t> memory(kPlainUbBytes);
    for (unsigned list = 0; list < 4; ++list) {
      instruction.lengths[list] =
          repeats ? length : static_cast<std::uint16_t>(1 + random.below(40));
      instruction.lists[list] = repeats ? 65536 + 8ull * length * list : 65536 + 16384 * list;
    }
    instruction.dst = 32 * random.below(4);
    const std::uint64_t total = 4ull * length * 8;
    for (unsigned list = 0; list < 4; ++list) {
      for (std::uint32_t repeat = 0; repeat < std::max(instruction.repeats, 1u); ++repeat) {
        std::vector<float> values(instruction.lengths[list]);
        for (float& value : values) value = random_value(random);
        std::sort(values.begin(), values.end(), std::greater<>());
        for (std::size_t i = 0; i < values.size(); ++i) {
          const std::uint64_t pair = random.bits() << 32 | value_bits(instruction.dtype, values[i]);
          std::memcpy(memory.data() + instruction.lists[list] + repeat * total + 8 * i, &pair, 8);
        }
      }
    }
    std::vector<std::uint8_t> expected = memory;
    std::uint64_t consumed = 0;
    std::uint64_t written = 0;
    for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
      std::size_t taken[4] = {};
      std::uint64_t at = instruction.dst + repeat * total;
      while (true) {
        int best = -1;
        float largest = 0;
        bool exhausted = false, left = false;
        for (int list = 0; list < 4; ++list) {
          const auto i = static_cast<unsigned>(list);
          if ((instruction.valid_lists >> i & 1) == 0) continue;
          if (taken[i] == instruction.lengths[i]) {
            exhausted = true;
            continue;
          }
          left = true;
          std::uint64_t pair;
          std::memcpy(&pair, memory.data() + instruction.lists[i] + repeat * total + 8 * taken[i],
                      8);
          const float value = instruction.dtype == DType::FLOAT16
                                  ? float16_to_float(static_cast<std::uint16_t>(pair))
                                  : std::bit_cast<float>(static_cast<std::uint32_t>(pair));
          if (best < 0 || value > largest) {
            best = list;
            largest = value;
          }
        }
        if (!left || (exhausted && instruction.stop_at_exhaustion)) break;
        const auto from = static_cast<unsigned>(best);
        std::memcpy(expected.data() + at,
                    memory.data() + instruction.lists[from] + repeat * total + 8 * taken[from], 8);
        ++taken[from];
        at += 8;
        written += 8;
      }
      consumed = 0;
      for (unsigned list = 0; list < 4; ++list)
        consumed |= std::uint64_t{taken[list]} << (16 * list);
    }
    CAPTURE(round, instruction.repeats, static_cast<int>(instruction.valid_lists),
            instruction.stop_at_exhaustion);
    const ModelRun run = model_run(instruction, memory, {}, {});
    const bool same = run.ub == expected;
    CHECK(same);
    if (instruction.repeats > 0) CHECK(run.state.merged == consumed);
    const auto named =
        static_cast<std::uint64_t>(std::count(run.written.begin(), run.written.end(), 1));
    if (instruction.stop_at_exhaustion) {
      CHECK(named >= written);
      const std::vector<std::uint8_t> exact = named_by_data(instruction, memory, {});
      CHECK(std::count(exact.begin(), exact.end(), 1) == static_cast<std::ptrdiff_t>(written));
    } else {
      CHECK(named == written);
      CHECK(std::count(run.read.begin(), run.read.end(), 1) ==
            static_cast<std::ptrdiff_t>(written));
    }
  }
}

TEST_CASE("repeats of a merge want four lists of one length and no stop", "[models][isa][vector]") {
  MergeInstruction instruction;
  instruction.repeats = 2;
  instruction.lengths = {8, 8, 8, 8};
  std::vector<isa::Footprint> out;
  CHECK_NOTHROW(isa::footprint(instruction, out));
  instruction.lengths[2] = 9;
  CHECK_THROWS_AS(isa::footprint(instruction, out), isa::NotModelled);
  instruction.lengths[2] = 8;
  instruction.stop_at_exhaustion = true;
  CHECK_THROWS_AS(isa::footprint(instruction, out), isa::NotModelled);
}

TEST_CASE("a NaN sorts as an infinity of its sign", "[models][isa][vector]") {
  std::vector<std::uint8_t> ub(1024);
  for (unsigned i = 0; i < 32; ++i) {
    const float value = i == 5 ? std::nanf("") : i == 9 ? -std::nanf("") : static_cast<float>(i);
    const std::uint32_t index = i;
    std::memcpy(ub.data() + 4 * i, &value, 4);
    std::memcpy(ub.data() + 128 + 4 * i, &index, 4);
  }
  SortInstruction instruction;
  instruction.indices = 128;
  instruction.dst = 256;
  const ModelRun run = model_run(instruction, ub, {}, {});
  std::uint32_t first, last;
  std::memcpy(&first, run.ub.data() + 256 + 4, 4);
  std::memcpy(&last, run.ub.data() + 256 + 31 * 8 + 4, 4);
  CHECK(first == 5);
  CHECK(last == 9);
}

}  // namespace npusim::test
