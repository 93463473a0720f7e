// SPDX-License-Identifier: Apache-2.0
// Flags that are set, left and consumed wrongly.
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;

namespace {

std::vector<analysis::Finding> found(const Script& write) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"sync"}), Knobs(), sources);
  EventScript script(checks);
  write(script);
  return checks.findings();
}

}  // namespace

TEST_CASE("a wait inside a library instruction that the kernel's own set satisfies", "[sync]") {
  const auto crossing = [](bool library_set) {
    return found(on_aiv([library_set](Core& core) {
      core.set(Pipe::V, Pipe::S, 0, library_set);
      core.wait(Pipe::V, Pipe::S, 0, true);
    }));
  };
  REQUIRE(crossing(true).empty());
  REQUIRE(crossing(false).size() == 1);
  REQUIRE(crossing(false)[0].rule == "flag.library_id_zero");
  REQUIRE(crossing(false)[0].second.op == "wait_flag (library)");
}

TEST_CASE("a set that an earlier kernel left behind releases a wait of the next", "[sync]") {
  const auto all = found([](EventScript& script) {
    auto core = script.core(kAiv);
    core.start(0);
    core.set(Pipe::MTE2, Pipe::V, 3);
    core.end();
    core.start(1);
    core.wait(Pipe::MTE2, Pipe::V, 3);
    core.end();
  });
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].hazard == "flag-of-earlier-kernel");
}

TEST_CASE("what the model saw go wrong becomes findings, the same one once", "[sync]") {
  const auto all = found([](EventScript& script) {
    for (int i = 0; i < 3; ++i) script.fault(FaultEvent::Kind::FlagLeak, kAiv, "MTE2->V is set");
    script.fault(FaultEvent::Kind::FlagOverrun, kAiv, "MTE2->V is set again");
    script.fault(FaultEvent::Kind::MissingPipe, kAiv, "pipe FIX");
    script.fault(FaultEvent::Kind::ModeLeak, kAiv, "count mode");
    script.fault(FaultEvent::Kind::NotModelled, kAiv, "TFOO");  // not a finding of this check
  });
  REQUIRE(all.size() == 4);
  REQUIRE(all[0].rule == "flag.drained_at_end");
  REQUIRE(all[0].count == 3);
  REQUIRE(all[1].rule == "flag.binary");
}
