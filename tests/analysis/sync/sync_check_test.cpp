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

SyncEvent flag(SyncKind kind, Pipe from, Pipe to, unsigned id, std::uint32_t instance) {
  SyncEvent event;
  event.kind = kind;
  const Pipe pipe = kind == SyncKind::SetFlag ? from : to;
  event.agent = agent_of(kAiv, pipe);
  event.peer = agent_of(kAiv, pipe == from ? to : from);
  event.id = static_cast<std::uint8_t>(id);
  event.instance = instance;
  event.block = {0, 0};
  return event;
}

/// The wait at which a stalled run left a pipe.
SyncEvent blocked(Pipe from, Pipe to, unsigned id) {
  return flag(SyncKind::WaitFlag, from, to, id, 0);
}

std::vector<analysis::Finding> found_at_the_end(const std::vector<SyncEvent>& events,
                                                const std::vector<FaultEvent>& faults = {}) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"sync"}), Knobs(), sources);
  for (const FaultEvent& fault : faults) checks.on_fault(fault);
  for (const SyncEvent& event : events) checks.on_sync(event);
  return checks.findings();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
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
  REQUIRE(text_of(crossing(false)[0].second.op) == "wait_flag (library)");
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
    for (int i = 0; i < 3; ++i) script.fault(FaultEvent::Kind::FlagLeak, kAiv, "V->S is set");
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

TEST_CASE("a wait that nothing satisfied names its flag, and one that is set instead", "[sync]") {
  const auto all = found_at_the_end({flag(SyncKind::SetFlag, Pipe::MTE2, Pipe::V, 1, 1),
                                     blocked(Pipe::MTE2, Pipe::V, 0),
                                     blocked(Pipe::V, Pipe::MTE3, 0)});  // follows from V's wait
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].hazard == "wait-without-set");
  REQUIRE(pipe_text(all[0].first) == "V");
  REQUIRE(contains(all[0].message, "V waits for MTE2->V EVENT_ID0"));
  REQUIRE(contains(all[0].message, "MTE2->V EVENT_ID1 is set"));
}

TEST_CASE("pipes that wait for each other are one deadlock, named round the cycle", "[sync]") {
  const auto all =
      found_at_the_end({blocked(Pipe::V, Pipe::MTE2, 0), blocked(Pipe::MTE2, Pipe::V, 1),
                        blocked(Pipe::V, Pipe::MTE3, 2)});  // leads into the cycle
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].hazard == "deadlock");
  REQUIRE(contains(all[0].message, "V waits for MTE2->V EVENT_ID1"));
  REQUIRE(contains(all[0].message, "MTE2 waits for V->MTE2 EVENT_ID0"));
}

TEST_CASE("a front end that waits keeps a pipe without work from setting flags", "[sync]") {
  // V has nothing left to do, and gets nothing before S goes on.
  const auto all =
      found_at_the_end({blocked(Pipe::MTE3, Pipe::S, 0), blocked(Pipe::V, Pipe::MTE3, 0)});
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].hazard == "deadlock");

  const auto alone = found_at_the_end({blocked(Pipe::V, Pipe::S, 3)});
  REQUIRE(alone.size() == 1);
  REQUIRE(alone[0].hazard == "wait-without-set");
}

TEST_CASE("what waits on a core that met a fault follows from the fault", "[sync]") {
  FaultEvent trap;
  trap.kind = FaultEvent::Kind::Trap;
  trap.agent = agent_of(kAiv, Pipe::S);
  const auto all = found_at_the_end({blocked(Pipe::MTE2, Pipe::V, 0)}, {trap});
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].hazard == "trap");
}
