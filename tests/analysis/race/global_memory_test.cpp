// SPDX-License-Identifier: Apache-2.0
// Races in GM between tasks and cores, and through the scalar data cache.
#include <algorithm>

#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;
constexpr MemSpace GM = MemSpace::GM;
constexpr MemSpace UB = MemSpace::UB;

namespace {

constexpr CoreId kOther = kAiv + 1;

enum class Tail { None, Flag, Barrier };

/// Task 0 stores, task 1 loads on another core.
Script producer_consumer(bool edge, Tail tail) {
  return [=](EventScript& script) {
    script.argument("t", kGm, 4096, DType::FLOAT32, {16, 64});
    script.task(0, "build", {argument(ArgDirection::OutputExisting, kGm, 4096)});
    script.task(1, "use", {argument(ArgDirection::Input, kGm, 4096)});
    if (edge) script.edge(0, 1);
    auto first = script.core(kAiv);
    first.start(0);
    first.op(Pipe::MTE3, "", "TSTORE").reads(UB, 0, 256).writes(GM, kGm + 256, 256);
    if (tail == Tail::Flag) first.set_wait(Pipe::MTE3, Pipe::S);
    if (tail == Tail::Barrier) first.bar_all();
    first.end();
    auto second = script.core(kOther);
    second.start(1);
    second.op(Pipe::MTE2, "", "TLOAD").reads(GM, kGm + 256, 256).writes(UB, 0, 256);
    second.bar_all();
    second.end();
  };
}

Knobs with(const char* knob, const char* value) {
  Knobs knobs;
  knobs.set(knob, value);
  return knobs;
}

}  // namespace

TEST_CASE("R42: FIN is not after a store that the kernel did not drain", "[race][tasks]") {
  REQUIRE(verdicts(producer_consumer(true, Tail::None)) == Verdicts{"RAW GM task.fin_no_drain"});
  REQUIRE(verdicts(producer_consumer(true, Tail::Flag)).empty());
  REQUIRE(verdicts(producer_consumer(true, Tail::Barrier)).empty());
}

TEST_CASE("without task.fin_waits_stores a drained store is not yet visible", "[race][tasks]") {
  const Knobs off = with("task.fin_waits_stores", "off");
  REQUIRE(verdicts(producer_consumer(true, Tail::Flag), off).size() == 1);
}

TEST_CASE("a missing edge between tasks is named with both tensors", "[race][tasks]") {
  const auto found = races(producer_consumer(false, Tail::Barrier));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].hazard == "RAW");
  REQUIRE(found[0].first.task == "build");
  REQUIRE(found[0].second.task == "use");
  REQUIRE(text_of(found[0].first.range) == "t[1, 0:64]");
}

TEST_CASE("the same core used again is no order for GM", "[race][tasks]") {
  const auto twice = [](bool edge) -> Script {
    return [edge](EventScript& script) {
      script.task(0, "a", {argument(ArgDirection::OutputExisting, kGm, 64)});
      script.task(1, "b", {argument(ArgDirection::OutputExisting, kGm, 64)});
      if (edge) script.edge(0, 1);
      for (TaskIndex task = 0; task < 2; ++task) {
        auto core = script.core(kAiv);
        core.start(task);
        core.op(Pipe::MTE3).reads(UB, 0, 64).writes(GM, kGm, 64);
        core.bar_all();
        core.end();
      }
    };
  };
  REQUIRE(verdicts(twice(false)) == Verdicts{"WAW GM runtime.output_existing_no_waw"});
  REQUIRE(verdicts(twice(true)).empty());
}

TEST_CASE("R35: the runtime makes no edge from a reader to the next writer", "[race][tasks]") {
  const auto graph = [](ArgDirection reader) -> Script {
    return [reader](EventScript& script) {
      script.argument("b", kGm, 64);
      script.task(0, "w0", {argument(ArgDirection::InOut, kGm, 64)});
      script.task(1, "r0", {argument(reader, kGm, 64)});
      script.task(2, "w1", {argument(ArgDirection::InOut, kGm, 64)});
      script.edge(0, 1);
      script.edge(0, 2);
      if (reader == ArgDirection::InOut) script.edge(1, 2);
      const auto run = [&](CoreId on, TaskIndex task, bool write) {
        auto core = script.core(on);
        core.start(task);
        if (write) core.op(Pipe::MTE3).writes(GM, kGm, 64);
        if (!write) core.op(Pipe::MTE2).reads(GM, kGm, 64);
        core.bar_all();
        core.end();
      };
      run(kAiv, 0, true);
      run(kOther, 2, true);  // overtakes the reader
      run(kAiv, 1, false);
    };
  };
  const auto found = races(graph(ArgDirection::Input));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].hazard == "WAR");
  REQUIRE(found[0].rule == "runtime.no_war_edge");
  REQUIRE(found[0].first.task == "r0");
  REQUIRE(
      found[0].fix ==
      "add an explicit dependency of w1 (task 2) on r0 (task 1), or declare it with add_inout in "
      "r0 (task 1)");
}

TEST_CASE("edges order transitively", "[race][tasks]") {
  REQUIRE(verdicts([](EventScript& script) {
            for (TaskIndex task = 0; task < 3; ++task) script.task(task, "t");
            script.edge(0, 1);
            script.edge(1, 2);
            for (TaskIndex task = 0; task < 3; ++task) {
              auto core = script.core(static_cast<CoreId>(kAiv + task));
              core.start(task);
              if (task != 1) core.op(Pipe::MTE3).writes(GM, kGm, 64);
              core.bar_all();
              core.end();
            }
          }).empty());
}

TEST_CASE("blocks of one task are unordered", "[race][tasks]") {
  const auto blocks = [](std::uint64_t stride) -> Script {
    return [stride](EventScript& script) {
      script.task(0, "w");
      for (int block = 0; block < 2; ++block) {
        auto core = script.core(static_cast<CoreId>(kAiv + block));
        core.start(0, block);
        core.op(Pipe::MTE3).writes(GM, kGm + stride * static_cast<unsigned>(block), 64);
        core.bar_all();
        core.end();
      }
    };
  };
  REQUIRE(verdicts(blocks(32)) == Verdicts{"WAW GM task.blocks_unordered"});
  REQUIRE(verdicts(blocks(64)).empty());
}

TEST_CASE("R34: two cores that store halves of a 32-byte block", "[race][tasks]") {
  const auto halves = [](std::uint32_t bytes) -> Script {
    return [bytes](EventScript& script) {
      script.task(0, "w");
      for (int block = 0; block < 2; ++block) {
        auto core = script.core(static_cast<CoreId>(kAiv + block));
        core.start(0, block);
        core.op(Pipe::MTE3).writes(GM, kGm + bytes * static_cast<unsigned>(block), bytes);
        core.bar_all();
        core.end();
      }
    };
  };
  REQUIRE(verdicts(halves(16)) == Verdicts{"WAW GM gm.sub_block_store"});
  REQUIRE(verdicts(halves(32)).empty());
}

TEST_CASE("R44: a scalar store that is never written back reaches no consumer", "[race][dcache]") {
  const auto table = [](bool clean, bool fence) -> Script {
    return [=](EventScript& script) {
      script.task(0, "count");
      script.task(1, "loop");
      script.edge(0, 1);
      auto first = script.core(kAiv);
      first.start(0);
      first.store_gm(kGm);
      first.bar_all();
      if (clean) first.dcci(kGm, 4);
      if (fence) first.dsb();
      first.end();
      auto second = script.core(kOther);
      second.start(1);
      second.load_gm(kGm);
      second.end();
    };
  };
  REQUIRE(verdicts(table(false, false)) == Verdicts{"RAW GM dcache.dirty_at_end"});
  REQUIRE(verdicts(table(false, true)) == Verdicts{"RAW GM dcache.dirty_at_end"});
  REQUIRE(verdicts(table(true, false)) == Verdicts{"RAW GM fence.dsb"});  // R49
  REQUIRE(verdicts(table(true, true)).empty());
}

TEST_CASE("R46: words of one line, written by scalar stores of different cores", "[race][dcache]") {
  const auto words = [](std::uint64_t stride) -> Script {
    return [stride](EventScript& script) {
      script.task(0, "w");
      for (unsigned block = 0; block < 3; ++block) {
        auto core = script.core(static_cast<CoreId>(kAiv + block));
        core.start(0, static_cast<std::int32_t>(block));
        core.store_gm(kGm + stride * block);
        core.dcci(kGm + stride * block, 4);
        core.dsb();
        core.end();
      }
    };
  };
  for (const std::uint64_t stride : {4, 32}) {
    const auto found = verdicts(words(stride));
    REQUIRE_FALSE(found.empty());
    for (const std::string& verdict : found) REQUIRE(verdict == "WAW GM dcache.line_write_back");
  }
  REQUIRE(verdicts(words(64)).empty());
}

TEST_CASE("R47: a dirty line that was fetched before an MTE3 store destroys it", "[race][dcache]") {
  const auto mixed = [](bool clean_first) {
    return on_aiv([clean_first](Core& core) {
      core.load_gm(kGm + 60);
      core.op(Pipe::MTE3).writes(GM, kGm, 64);
      core.bar(Pipe::MTE3);
      core.set_wait(Pipe::MTE3, Pipe::S);
      core.dsb();
      if (clean_first) core.dcci(kGm, 64);
      core.store_gm(kGm, 16);
      core.dcci(kGm, 64);
      core.dsb();
    });
  };
  REQUIRE(verdicts(mixed(false)) == Verdicts{"WAW GM dcache.line_write_back"});
  REQUIRE(verdicts(mixed(true)).empty());
}

TEST_CASE("a dirty line fetched after a flag from MTE3 rests on the flag alone", "[race][dcache]") {
  REQUIRE(verdicts(on_aiv([](Core& core) {
            core.op(Pipe::MTE3).writes(GM, kGm, 64);
            core.set_wait(Pipe::MTE3, Pipe::S);
            core.store_gm(kGm, 16);
            core.dcci(kGm, 64);
            core.dsb();
          })) == Verdicts{"WAW GM gm.store_visible"});
}

TEST_CASE("R48: a scalar load hits a line from before the write", "[race][dcache]") {
  const auto reload = [](bool clean) {
    return on_aiv([clean](Core& core) {
      core.load_gm(kGm);
      core.op(Pipe::MTE3).writes(GM, kGm, 64);
      core.set_wait(Pipe::MTE3, Pipe::S);
      core.dsb();
      if (clean) core.dcci(kGm, 4);
      core.load_gm(kGm);
    });
  };
  REQUIRE(verdicts(reload(false)) == Verdicts{"RAW GM dcache.not_coherent"});
  REQUIRE(verdicts(reload(true)).empty());
}

TEST_CASE("a cached line hides the core's own store past the cache, and destroys it",
          "[race][dcache]") {
  const auto mixed = [](bool clean_first, bool loads) {
    return on_aiv([clean_first, loads](Core& core) {
      core.load_gm(kGm + 4);
      core.op(Pipe::S, "store_gm").writes(GM, kGm, 4);  // st_dev
      core.dsb();
      if (clean_first) core.dcci(kGm, 4);
      loads ? core.load_gm(kGm) : core.store_gm(kGm + 8);
      core.dcci(kGm, 4);
    });
  };
  REQUIRE(verdicts(mixed(false, true)) == Verdicts{"RAW GM dcache.not_coherent"});
  REQUIRE(verdicts(mixed(false, false)) == Verdicts{"WAW GM dcache.line_write_back"});
  REQUIRE(verdicts(mixed(true, true)).empty());
  REQUIRE(verdicts(mixed(true, false)).empty());
}

TEST_CASE("a line that was written back is read again only after dsb", "[race][dcache]") {
  const auto reload = [](bool fence) {
    return on_aiv([fence](Core& core) {
      core.store_gm(kGm);
      core.dcci(kGm, 4);
      if (fence) core.dsb();
      core.load_gm(kGm);
    });
  };
  REQUIRE(verdicts(reload(false)) == Verdicts{"RAW GM fence.dsb"});
  REQUIRE(verdicts(reload(true)).empty());
}

TEST_CASE("R59: float additions in any order are a note, not a race", "[race]") {
  const auto found = races([](EventScript& script) {
    script.task(0, "k", {});
    for (int block = 0; block < 2; ++block) {
      auto core = script.core(static_cast<CoreId>(kAiv + block));
      core.start(0, block);
      core.op(Pipe::MTE3).adds(GM, kGm, 64);
      core.bar_all();
      core.end();
    }
  });
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].severity == analysis::Severity::Note);
  REQUIRE(found[0].rule == "gm.atomic_order_free");
}

TEST_CASE("an addition does not hide from another one what was there before both", "[race]") {
  const auto clear_and_add = [](bool both_wait) -> Script {
    return [both_wait](EventScript& script) {
      const auto sums = argument(ArgDirection::InOut, kGm, 64);
      for (TaskIndex task = 0; task < 3; ++task) script.task(task, "t", {sums});
      script.edge(0, 1);
      if (both_wait) script.edge(0, 2);
      for (TaskIndex task = 0; task < 3; ++task) {
        auto core = script.core(static_cast<CoreId>(kAiv + task));
        core.start(task);
        auto op = core.op(Pipe::MTE3);
        task == 0 ? op.writes(GM, kGm, 64) : op.adds(GM, kGm, 64);
        core.bar_all();
        core.end();
      }
    };
  };
  const auto errors = [&](bool both_wait) {
    const auto found = races(clear_and_add(both_wait));
    return std::count_if(found.begin(), found.end(), [](const analysis::Finding& finding) {
      return finding.severity == analysis::Severity::Error;
    });
  };
  REQUIRE(errors(false) == 1);
  REQUIRE(errors(true) == 0);
}

TEST_CASE("R33: a cross-core flag says nothing of the stores without a fence", "[race][tasks]") {
  const auto exchange = [](bool fence, bool flag) -> Script {
    return [=](EventScript& script) {
      script.task(0, "mix");
      auto cube = script.core(kAic);
      auto vector = script.core(kAiv);
      cube.start(0);
      vector.start(0);
      cube.op(Pipe::FIX).writes(GM, kGm, 64);
      if (fence) {
        cube.bar_all();
        cube.dsb();
      }
      // An instruction behind the fence carries it into the pipe.
      cube.op(Pipe::FIX).writes(GM, kGm + 4096, 64);
      if (flag) {
        cube.cross_set(Pipe::FIX, 3);
        vector.cross_wait(kAic, Pipe::FIX, 3);
      }
      vector.op(Pipe::MTE2).reads(GM, kGm, 64);
    };
  };
  REQUIRE(verdicts(exchange(true, true)).empty());
  REQUIRE(verdicts(exchange(false, true)).size() == 1);
  REQUIRE(verdicts(exchange(true, false)).size() == 1);
}

TEST_CASE("the orchestrator is before what it submits, and after what it waited for",
          "[race][tasks]") {
  const auto graph = [](bool waits) -> Script {
    return [waits](EventScript& script) {
      script.orchestrator(AccessKind::Write, kGm);
      script.task(0, "a");
      auto core = script.core(kAiv);
      core.start(0);
      core.op(Pipe::MTE2).reads(GM, kGm, 4);
      core.op(Pipe::MTE3).writes(GM, kGm + 64, 4);
      core.bar_all();
      core.end();
      if (waits) script.edge(0, kNoTask, DependencyReason::ScalarAccess);
      script.orchestrator(AccessKind::Read, kGm + 64);
    };
  };
  REQUIRE(verdicts(graph(true)).empty());
  REQUIRE(verdicts(graph(false)) == Verdicts{"RAW GM runtime.scalar_access"});
}

TEST_CASE("UB of one core keeps its order from task to task", "[race][tasks]") {
  const auto tasks = [](bool drain) -> Script {
    return [drain](EventScript& script) {
      for (TaskIndex task = 0; task < 2; ++task) {
        script.task(task, "t");
        auto core = script.core(kAiv);
        core.start(task);
        core.op(Pipe::MTE2).writes(UB, 0, 64);
        core.set_wait(Pipe::MTE2, Pipe::MTE3);
        core.op(Pipe::MTE3).reads(UB, 0, 64);
        if (drain) core.bar_all();
        core.end();
      }
    };
  };
  REQUIRE(verdicts(tasks(true)).empty());
  REQUIRE(verdicts(tasks(false)) == Verdicts{"WAR UB flag.orders"});
}
