// SPDX-License-Identifier: Apache-2.0
// Segments against the plain thing: an array that says for every byte which value it is a part of,
// and which part.
#include "models/memory/value_segments.h"

#include <random>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace npusim::test {
namespace {

constexpr std::uint64_t kBytes = 64;

isa::MemoKey key_of(std::uint64_t number) { return {number, ~number}; }

isa::MemoKey held(const ValueSegments& segments, const Interval& range) {
  isa::MemoKeyBuilder builder;
  segments.add_to(builder, range);
  return builder.key();
}

}  // namespace

TEST_CASE("two memories have equal keys where they hold equal values", "[models][memory][memo]") {
  using Byte = std::pair<std::uint64_t, std::uint64_t>;  // value, its byte
  std::mt19937 random(3);
  const auto any = [&](std::uint64_t bound) { return random() % bound; };
  unsigned equal = 0, different = 0;
  for (unsigned round = 0; round < 300; ++round) {
    ValueSegments segments[2] = {{kBytes, key_of(0)}, {kBytes, key_of(0)}};
    std::vector<Byte> bytes[2];
    for (auto& memory : bytes) {
      for (std::uint64_t i = 0; i < kBytes; ++i) memory.emplace_back(0, i);
    }
    for (unsigned step = 0; step < 12; ++step) {
      const std::uint64_t begin = any(kBytes), end = begin + 1 + any(kBytes - begin);
      const std::uint64_t origin = begin - any(begin + 1), value = 1 + any(3);
      const auto which = any(3);  // 2: both
      for (unsigned memory = 0; memory < 2; ++memory) {
        if (which != 2 && which != memory) continue;
        segments[memory].set({begin, end}, origin, key_of(value));
        for (std::uint64_t i = begin; i < end; ++i) bytes[memory][i] = {value, i - origin};
      }
    }
    for (unsigned look = 0; look < 40; ++look) {
      const std::uint64_t begin = any(kBytes), end = begin + 1 + any(kBytes - begin);
      const bool same = std::equal(bytes[0].begin() + static_cast<std::ptrdiff_t>(begin),
                                   bytes[0].begin() + static_cast<std::ptrdiff_t>(end),
                                   bytes[1].begin() + static_cast<std::ptrdiff_t>(begin));
      ++(same ? equal : different);
      REQUIRE((held(segments[0], {begin, end}) == held(segments[1], {begin, end})) == same);
    }
  }
  CHECK(equal > 500);
  CHECK(different > 500);
}

TEST_CASE("a range holds a value whole or not", "[models][memory][memo]") {
  ValueSegments segments(kBytes, key_of(0));
  segments.set({16, 32}, key_of(1));
  CHECK(segments.holds({16, 32}, key_of(1)));
  CHECK_FALSE(segments.holds({16, 32}, key_of(2)));
  CHECK_FALSE(segments.holds({16, 31}, key_of(1)));
  segments.set({20, 21}, key_of(2));
  CHECK_FALSE(segments.holds({16, 32}, key_of(1)));
}

}  // namespace npusim::test
