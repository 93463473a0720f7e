// SPDX-License-Identifier: Apache-2.0
// Many writers of the same bytes of GM: additions, and blocks by the thousand.
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
constexpr MemSpace GM = MemSpace::GM;

TEST_CASE("additions of one type commute, of two types they race", "[race]") {
  const auto additions = [](DType second) {
    return [second](EventScript& script) {
      script.argument("x", kGm, 256);
      script.task(0, "k");
      for (std::int32_t block = 0; block < 2; ++block) {
        auto core = script.core(static_cast<CoreId>(kAiv + block));
        core.start(0, block);
        auto op = core.op(Pipe::MTE3);
        op.access(MemSpace::GM, AccessKind::AtomicAdd, contiguous(kGm, 64), AccessPath::Direct,
                  block == 0 ? DType::INT32 : second);
        core.end();
      }
    };
  };
  CHECK(verdicts(additions(DType::INT32)).empty());
  CHECK(verdicts(additions(DType::FLOAT32)) == Verdicts{"WAW GM gm.atomic_order_free"});
  CHECK(races(additions(DType::FLOAT32))[0].severity == analysis::Severity::Error);
}

TEST_CASE("maxima commute and have fixed bits, additions and maxima race", "[race]") {
  const auto updates = [](AccessKind second) {
    return [second](EventScript& script) {
      script.argument("x", kGm, 256);
      script.task(0, "k");
      for (std::int32_t block = 0; block < 2; ++block) {
        auto core = script.core(static_cast<CoreId>(kAiv + block));
        core.start(0, block);
        auto op = core.op(Pipe::MTE3);
        op.access(MemSpace::GM, block == 0 ? AccessKind::AtomicMax : second, contiguous(kGm, 64),
                  AccessPath::Direct, DType::FLOAT32);
        core.end();
      }
    };
  };
  CHECK(verdicts(updates(AccessKind::AtomicMax)).empty());
  for (const AccessKind second : {AccessKind::AtomicAdd, AccessKind::AtomicMin}) {
    CHECK(verdicts(updates(second)) == Verdicts{"WAW GM gm.atomic_order_free"});
    CHECK(races(updates(second))[0].severity == analysis::Severity::Error);
  }
}

TEST_CASE("every pair of many blocks that store to the same bytes counts", "[race]") {
  const auto blocks = [](std::int32_t count) {
    return [count](EventScript& script) {
      script.argument("x", kGm, 256);
      script.task(0, "k");
      const unsigned line = 7;
      for (std::int32_t block = 0; block < count; ++block) {
        auto core = script.core(static_cast<CoreId>(kAiv + block % 3));
        core.start(0, block);
        script.at_line(line);
        core.op(Pipe::MTE3).writes(MemSpace::GM, kGm, 64);
        core.end();
      }
    };
  };
  for (const std::int32_t count : {2, 3, 4, 7, 50}) {
    const auto found = races(blocks(count));
    REQUIRE(found.size() == 1);
    CHECK(found[0].count == static_cast<std::uint64_t>(count) * (count - 1) / 2);
  }
}
