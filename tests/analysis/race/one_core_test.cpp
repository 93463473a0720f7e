// SPDX-License-Identifier: Apache-2.0
// Races inside one core, each racy and fixed: the catalogue's cases by their names (R01 ...).
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;
constexpr MemSpace UB = MemSpace::UB;
constexpr MemSpace GM = MemSpace::GM;

namespace {

/// R01: TCI by scalar stores, muls in place, one more reader.
Script scatter_index(bool flag) {
  return on_aiv([flag](Core& core) {
    for (unsigned i = 0; i < 16; ++i) core.store_ub(27072 + 4 * i, 4, "TCI");
    if (flag) core.set_wait(Pipe::S, Pipe::V);
    core.bar(Pipe::V);
    core.op(Pipe::V, "vmuls", "TMULS").reads(UB, 27072, 64).writes(UB, 27072, 64);
    core.bar(Pipe::V);
    core.op(Pipe::V, "vbrcb", "TROWEXPANDADD").reads(UB, 27072, 64).writes(UB, 188416, 512);
  });
}

}  // namespace

TEST_CASE("R01: scalar stores are not ordered before a later vector instruction by its issue",
          "[race]") {
  const auto found = races(scatter_index(false));
  REQUIRE(found.size() == 16);  // each store is a line of its own here
  REQUIRE(found[0].hazard == "RAW");
  REQUIRE(found[0].rule == "ub.scalar_store_posted");
  REQUIRE(text_of(found[0].first.op) == "TCI (store_ub)");
  REQUIRE(text_of(found[0].second.op) == "TMULS (vmuls)");
  REQUIRE(text_of(found[0].first.range) == "UB[27072, 27076)");
  REQUIRE(text_of(found[0].second.range) == "UB[27072, 27136)");
  REQUIRE(found[0].fix.find("set_flag(PIPE_S, PIPE_V, EVENT_ID0) after kernel.cpp:") == 0);
  REQUIRE(races(scatter_index(true)).empty());
}

TEST_CASE("the scalar unit reads its own stores back", "[race]") {
  REQUIRE(verdicts(on_aiv([](Core& core) {
            core.store_ub(0);
            core.load_ub(0);
            core.store_ub(0);
          })).empty());
}

TEST_CASE("R06: a vector write and a scalar store need V->S, and S->V or dsb behind", "[race]") {
  const auto patch = [](bool before, bool fence, bool flag) {
    return on_aiv([=](Core& core) {
      core.op(Pipe::V, "vector_dup").writes(UB, 0, 256);
      if (before) core.set_wait(Pipe::V, Pipe::S);
      core.store_ub(64);
      if (fence) core.dsb(false, true);
      if (flag) core.set_wait(Pipe::S, Pipe::V);
      core.bar(Pipe::V);
      core.op(Pipe::V, "vmuls").reads(UB, 0, 256);
    });
  };
  REQUIRE(verdicts(patch(true, false, true)).empty());
  REQUIRE(verdicts(patch(true, true, false)).empty());
  REQUIRE(verdicts(patch(true, false, false)) == Verdicts{"RAW UB ub.scalar_store_posted"});
  REQUIRE(verdicts(patch(false, false, true)) == Verdicts{"WAW UB flag.orders"});
}

TEST_CASE("R08: a vector barrier does not order a scalar load after a reduction", "[race]") {
  const auto reduce = [](bool flag) {
    return on_aiv([flag](Core& core) {
      core.op(Pipe::V, "vcmax").writes(UB, 0, 4);
      core.bar(Pipe::V);
      if (flag) core.set_wait(Pipe::V, Pipe::S);
      core.load_ub(0);
    });
  };
  REQUIRE(verdicts(reduce(false)) == Verdicts{"RAW UB flag.orders"});
  REQUIRE(verdicts(reduce(true)).empty());
}

TEST_CASE("R11: a buffer that is refilled needs its reader's release", "[race]") {
  const auto stages = [](bool release) {
    return on_aiv([release](Core& core) {
      for (int stage = 0; stage < 2; ++stage) {
        if (stage > 0 && release) core.wait(Pipe::V, Pipe::MTE2, 0);
        core.op(Pipe::MTE2).reads(GM, kGm, 64).writes(UB, 0, 64);
        core.set_wait(Pipe::MTE2, Pipe::V);
        core.op(Pipe::V).reads(UB, 0, 64).writes(UB, 1024, 64);
        if (release) core.set(Pipe::V, Pipe::MTE2, 0);
        core.bar(Pipe::V);
      }
      if (release) core.wait(Pipe::V, Pipe::MTE2, 0);
    });
  };
  REQUIRE(verdicts(stages(false)) == Verdicts{"WAR UB flag.orders"});
  REQUIRE(verdicts(stages(true)).empty());
}

TEST_CASE("R10: a load into L1 needs the release by MTE1", "[race]") {
  const auto load = [](bool release) -> Script {
    return [release](EventScript& script) {
      script.task(0, "k");
      auto core = script.core(kAic);
      core.start(0);
      core.op(Pipe::MTE2).writes(MemSpace::L1, 0, 1024);
      core.set_wait(Pipe::MTE2, Pipe::MTE1);
      core.op(Pipe::MTE1).reads(MemSpace::L1, 0, 1024).writes(MemSpace::L0B, 0, 1024);
      if (release) core.set_wait(Pipe::MTE1, Pipe::MTE2);
      core.op(Pipe::MTE2).writes(MemSpace::L1, 512, 1024);
      core.end();
    };
  };
  REQUIRE(verdicts(load(false)) == Verdicts{"WAR L1 flag.orders"});
  REQUIRE(verdicts(load(true)).empty());
}

TEST_CASE("R14: a flag orders what came before its set, not what came after", "[race]") {
  const auto two_loads = [](bool second_wait) {
    return on_aiv([second_wait](Core& core) {
      core.op(Pipe::MTE2).writes(UB, 0, 64);
      core.set(Pipe::MTE2, Pipe::V, 0);
      core.op(Pipe::MTE2).writes(UB, 64, 64);
      core.set(Pipe::MTE2, Pipe::V, 1);
      core.wait(Pipe::MTE2, Pipe::V, 0);
      core.op(Pipe::V).reads(UB, 0, 64);
      if (second_wait) core.wait(Pipe::MTE2, Pipe::V, 1);
      core.op(Pipe::V).reads(UB, 64, 64);
    });
  };
  REQUIRE(verdicts(two_loads(false)) == Verdicts{"RAW UB flag.orders"});
  REQUIRE(verdicts(two_loads(true)).empty());
}

TEST_CASE("advice names an event id that the kernel does not use yet", "[race]") {
  const auto found = races(on_aiv([](Core& core) {
    core.op(Pipe::MTE2).writes(UB, 0, 64);
    core.set_wait(Pipe::MTE2, Pipe::V, 0);
    core.op(Pipe::MTE2).writes(UB, 64, 64);
    core.op(Pipe::V).reads(UB, 64, 64);
  }));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].fix.find("EVENT_ID1") != std::string::npos);
}

TEST_CASE("dependent products need a barrier unless they stream into a large result", "[race]") {
  const auto products = [](std::uint32_t bytes, bool barrier) -> Script {
    return [=](EventScript& script) {
      script.task(0, "k");
      auto core = script.core(kAic);
      core.start(0);
      for (int i = 0; i < 2; ++i) {
        if (i > 0 && barrier) core.bar(Pipe::M);
        core.op(Pipe::M).reads(MemSpace::L0C, 0, bytes).writes(MemSpace::L0C, 0, bytes);
      }
      core.end();
    };
  };
  REQUIRE(verdicts(products(9 * 1024, false)) == Verdicts{"RAW L0C m.no_interlock"});
  REQUIRE(verdicts(products(9 * 1024, true)).empty());
  REQUIRE(verdicts(products(10 * 1024, false)).empty());
}

TEST_CASE("two stores of one pipe to the same bytes need its barrier", "[race]") {
  const auto stores = [](bool barrier) {
    return on_aiv([barrier](Core& core) {
      core.op(Pipe::MTE3).writes(GM, kGm, 64);
      if (barrier) core.bar(Pipe::MTE3);
      core.op(Pipe::MTE3).writes(GM, kGm + 32, 64);
      core.bar_all();
    });
  };
  REQUIRE(verdicts(stores(false)) == Verdicts{"WAW GM mte.no_interlock"});
  REQUIRE(verdicts(stores(true)).empty());
}

TEST_CASE("R18: whether a flag makes a store visible is a contested rule with a knob", "[race]") {
  const auto round_trip = [](int between) {
    return on_aiv([between](Core& core) {
      core.op(Pipe::MTE3).writes(GM, kGm, 256);
      if (between == 1) core.set_wait(Pipe::MTE3, Pipe::MTE2);
      if (between == 2) core.bar_all();
      if (between == 3) {
        core.set_wait(Pipe::MTE3, Pipe::S);
        core.dsb();
      }
      core.op(Pipe::MTE2).reads(GM, kGm, 256).writes(UB, 0, 256);
      core.bar_all();
    });
  };
  REQUIRE(verdicts(round_trip(0)) == Verdicts{"RAW GM flag.orders"});
  REQUIRE(verdicts(round_trip(1)) == Verdicts{"RAW GM gm.store_visible"});
  REQUIRE(verdicts(round_trip(2)).empty());
  REQUIRE(verdicts(round_trip(3)).empty());

  // By default the flag is enough for the bytes, and relying on it is a warning.
  const analysis::Finding by_default = races(round_trip(1))[0];
  REQUIRE(by_default.certainty == "contested");
  REQUIRE(by_default.severity == analysis::Severity::Warning);
  REQUIRE(races(round_trip(0))[0].severity == analysis::Severity::Error);
  Knobs at_fence;
  at_fence.set("gm.store_visible", "at_fence");
  REQUIRE(races(round_trip(1), at_fence)[0].severity == analysis::Severity::Error);
  REQUIRE(races(round_trip(1), Knobs(), analysis::all_edges(), true)[0].severity ==
          analysis::Severity::Error);
}

TEST_CASE("strided accesses that interleave without touching do not race", "[race]") {
  const auto columns = [](std::uint64_t second) {
    return on_aiv([second](Core& core) {
      Span span = contiguous(0, 16);
      span.runs = 8;
      span.run_stride = 64;
      core.op(Pipe::V).access(UB, AccessKind::Write, span);
      span.address = second;
      core.op(Pipe::MTE3).access(UB, AccessKind::Read, span);
    });
  };
  REQUIRE(verdicts(columns(16)).empty());
  REQUIRE(verdicts(columns(48)).empty());
  REQUIRE(verdicts(columns(15)) == Verdicts{"RAW UB flag.orders"});
  REQUIRE(verdicts(columns(64)) == Verdicts{"RAW UB flag.orders"});
}

TEST_CASE("the load of the next round that overtakes is a WAR, by program order", "[race]") {
  // Stream order is the order of start: MTE2's second load starts before V's read of the first.
  const auto found = races(on_aiv([](Core& core) {
    core.op(Pipe::V).reads(UB, 0, 64);
    core.op(Pipe::MTE2).writes(UB, 0, 64);
  }));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].hazard == "WAR");
  REQUIRE(pipe_text(found[0].first) == "V");
}

TEST_CASE("unit flags hand a product over to several stores, and L0C back to the next product",
          "[race]") {
  const auto program = [](bool unit_flags) {
    return [unit_flags](EventScript& script) {
      script.task(0, "k");
      auto core = script.core(0);
      core.start(0);
      const auto turn = [&](Pipe from, Pipe to) {
        if (unit_flags) core.set(from, to, kUnitFlagId);
      };
      const auto look = [&](Pipe from, Pipe to) {
        if (unit_flags) core.wait(from, to, kUnitFlagId);
      };
      core.op(Pipe::M, "mad").writes(MemSpace::L0C, 0, 2048);
      turn(Pipe::M, Pipe::FIX);
      for (const std::uint64_t half : {0, 1024}) {
        look(Pipe::M, Pipe::FIX);
        core.op(Pipe::FIX, "copy_matrix_cc_to_cbuf")
            .reads(MemSpace::L0C, half, 1024)
            .writes(MemSpace::L1, half, 1024);
        turn(Pipe::FIX, Pipe::M);
      }
      look(Pipe::FIX, Pipe::M);
      core.op(Pipe::M, "mad").writes(MemSpace::L0C, 0, 2048);
      core.end();
    };
  };
  REQUIRE(verdicts(program(true)).empty());
  REQUIRE_FALSE(verdicts(program(false)).empty());
}
