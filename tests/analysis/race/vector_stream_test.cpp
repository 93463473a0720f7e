// SPDX-License-Identifier: Apache-2.0
// Two vector instructions without a barrier: safe exactly from the distance that the promised times
// say (rule v.repeat_stream).
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;
using Timing = EventScript::Timing;

namespace {

Span rows(std::uint64_t address, std::uint32_t count) {
  Span span = contiguous(address, 256);
  span.groups = count;
  span.group_stride = 256;
  return span;
}

/// A producer of `repeats` rows and a consumer of the same rows, both 2 cycles a repeat.
Verdicts chain(std::uint32_t repeats, std::uint32_t tail, const Knobs& knobs = Knobs()) {
  return verdicts(on_aiv([=](Core& core) {
                    core.op(Pipe::V, "vmul", "", {repeats, 2, tail})
                        .access(MemSpace::UB, AccessKind::Write, rows(0, repeats));
                    core.op(Pipe::V, "vadd", "", {repeats, 2, tail})
                        .access(MemSpace::UB, AccessKind::Read, rows(0, repeats));
                  }),
                  knobs);
}

}  // namespace

TEST_CASE("row r is read repeats*slope after it was issued: tight", "[race][vector]") {
  REQUIRE(chain(16, 32).empty());
  REQUIRE(chain(16, 33) == Verdicts{"RAW UB v.no_interlock"});
  REQUIRE(chain(1, 20) == Verdicts{"RAW UB v.no_interlock"});
}

TEST_CASE("the compiler's pruned barrier: 16 row products, then a gather of 16 repeats",
          "[race][vector]") {
  REQUIRE(verdicts(on_aiv([](Core& core) {
            for (std::uint32_t row = 0; row < 16; ++row) {
              core.op(Pipe::V, "vmul", "TCOLEXPANDMUL", {1, 2, 21})
                  .writes(MemSpace::UB, 2112 + 256 * row, 256);
            }
            core.op(Pipe::V, "vreducev2", "TGATHER", {16, 14, 34})
                .access(MemSpace::UB, AccessKind::Read, rows(2112, 16))
                .writes(MemSpace::UB, 14784, 2048);
          })).empty());
}

TEST_CASE("a broadcast read of the last row is too early", "[race][vector]") {
  REQUIRE(verdicts(on_aiv([](Core& core) {
            core.op(Pipe::V, "vmul", "", {16, 2, 21})
                .access(MemSpace::UB, AccessKind::Write, rows(0, 16));
            core.op(Pipe::V, "vadd", "", {16, 2, 21}).reads(MemSpace::UB, 15 * 256, 32);
          })) == Verdicts{"RAW UB v.no_interlock"});
}

TEST_CASE("with the interlock no vector read comes too early", "[race][vector]") {
  Knobs knobs;
  knobs.set("v.interlock", "repeat");
  REQUIRE(chain(1, 20, knobs).empty());
}

TEST_CASE("a vector write may follow a read at once", "[race][vector]") {
  REQUIRE(verdicts(on_aiv([](Core& core) {
            core.op(Pipe::V).reads(MemSpace::UB, 0, 256);
            core.op(Pipe::V).writes(MemSpace::UB, 0, 256);
          })).empty());
}

TEST_CASE("two vector writes land in order unless the second has a shorter tail by too much",
          "[race][vector]") {
  const auto writes = [](std::uint32_t second_tail) {
    return verdicts(on_aiv([second_tail](Core& core) {
      core.op(Pipe::V, "vsqrt", "", {1, 2, 27}).writes(MemSpace::UB, 0, 256);
      core.op(Pipe::V, "vector_dup", "", {1, 1, second_tail}).writes(MemSpace::UB, 0, 256);
    }));
  };
  REQUIRE(writes(25).empty());
  REQUIRE(writes(24) == Verdicts{"WAW UB v.repeat_stream"});
}

TEST_CASE("R12: the barrier orders a short chain", "[race][vector]") {
  REQUIRE(verdicts(on_aiv([](Core& core) {
            core.op(Pipe::V, "vmax").writes(MemSpace::UB, 0, 256);
            core.bar(Pipe::V);
            core.op(Pipe::V, "vsub").reads(MemSpace::UB, 0, 256);
          })).empty());
}
