// SPDX-License-Identifier: Apache-2.0
// Flags between cores that are used wrongly: what the model saw, what another kernel left, and what
// a stalled run waits for.
#include "models/arch/cross_core_flag.h"
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr CoreId kCube = 2, kVector0 = 28, kVector1 = 29;  // of cluster 2

SyncEvent event(SyncKind kind, AgentId agent, AgentId peer, CrossCoreMode mode, unsigned id,
                std::uint32_t round, BlockRef block = {0, 0}) {
  SyncEvent result;
  result.kind = kind;
  result.agent = agent;
  result.peer = peer;
  result.id = packed({mode, static_cast<std::uint8_t>(id)});
  result.instance = round;
  result.block = block;
  return result;
}
SyncEvent set(CoreId core, unsigned id, std::uint32_t round, BlockRef block = {0, 0}) {
  const AgentId agent = agent_of(core, Pipe::MTE3);
  return event(SyncKind::CrossCoreSet, agent, agent, CrossCoreMode::Cluster, id, round, block);
}
SyncEvent wait(CoreId core, CoreId from, unsigned id, std::uint32_t round,
               BlockRef block = {0, 0}) {
  const AgentId peer = agent_of(from, round == 0 ? Pipe::S : Pipe::MTE3);
  return event(SyncKind::CrossCoreWait, agent_of(core, Pipe::S), peer, CrossCoreMode::Cluster, id,
               round, block);
}
SyncEvent local_wait(CoreId core, Pipe from, Pipe to) {
  SyncEvent result;
  result.kind = SyncKind::WaitFlag;
  result.agent = agent_of(core, to);
  result.peer = agent_of(core, from);
  return result;
}

std::vector<analysis::Finding> found(const std::vector<SyncEvent>& events,
                                     const std::vector<FaultEvent>& faults = {}) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"sync"}), Knobs(), sources);
  for (const SyncEvent& event : events) checks.on_sync(event);
  for (const FaultEvent& fault : faults) checks.on_fault(fault);
  return checks.findings();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a set that another block left behind releases a wait", "[sync][cross_core]") {
  CHECK(found({set(kCube, 3, 1), wait(kVector0, kCube, 3, 1)}).empty());
  const auto all = found({set(kCube, 3, 1), wait(kVector0, kCube, 3, 1, {1, 0})});
  REQUIRE(all.size() == 1);
  CHECK(all[0].hazard == "flag-of-earlier-kernel");
  CHECK(text_of(all[0].first.op) == "ffts_cross_core_sync");
  CHECK(core_text(all[0].second) == "AIV 4");
}

TEST_CASE("blocks of one launch meet in a barrier over all cores", "[sync][cross_core]") {
  const AgentId first = agent_of(kVector0, Pipe::MTE3);
  const SyncEvent sent =
      event(SyncKind::CrossCoreSet, first, first, CrossCoreMode::Everyone, 14, 1, {0, 0});
  const SyncEvent waited = event(SyncKind::CrossCoreWait, agent_of(CoreId{40}, Pipe::S), first,
                                 CrossCoreMode::Everyone, 14, 1, {0, 7});
  CHECK(found({sent, waited}).empty());
}

TEST_CASE("a cycle of waits over cores names the cores", "[sync][cross_core]") {
  const auto all = found(
      {wait(kCube, kVector0, 1, 0), wait(kVector0, kCube, 0, 0), wait(kVector1, kCube, 0, 0)});
  REQUIRE(all.size() == 1);
  CHECK(all[0].hazard == "deadlock");
  CHECK(contains(all[0].message, "AIC 2 waits for cross-core flag 1 from AIV 4"));
  CHECK(contains(all[0].message, "AIV 4 waits for cross-core flag 0 from AIC 2"));
}

TEST_CASE("a cycle goes through the pipes of a core, too", "[sync][cross_core]") {
  // The cube core's FIX, in whose queue the flag is, waits for M, and that for the front end.
  const auto all = found({wait(kVector0, kCube, 0, 0), wait(kCube, kVector0, 1, 0),
                          local_wait(kCube, Pipe::M, Pipe::FIX)});
  REQUIRE(all.size() == 1);
  CHECK(all[0].hazard == "deadlock");
}

TEST_CASE("a wait for a flag that nobody sends", "[sync][cross_core]") {
  const auto all = found({wait(kVector0, kCube, 6, 0)});
  REQUIRE(all.size() == 1);
  CHECK(all[0].hazard == "wait-without-set");
  CHECK(contains(all[0].message, "AIV 4 waits for cross-core flag 6 from AIC 2"));
}

TEST_CASE("a barrier that not all cores come to says how many did", "[sync][cross_core]") {
  SyncEvent blocked = event(SyncKind::CrossCoreWait, agent_of(kVector0, Pipe::S),
                            agent_of(kCube, Pipe::S), CrossCoreMode::Everyone, 14, 0);
  blocked.bytes = std::uint64_t{20} << 32 | 48;
  const auto all = found({blocked, wait(kCube, kVector0, 1, 0)});
  REQUIRE(all.size() == 1);
  CHECK(all[0].hazard == "barrier-incomplete");
  CHECK(contains(all[0].message, "20 of 48 AIVs"));
}

TEST_CASE("faults of flags between cores have both places", "[sync][cross_core]") {
  FaultEvent fault;
  fault.kind = FaultEvent::Kind::CrossCoreOverflow;
  fault.agent = agent_of(kCube, Pipe::FIX);
  fault.block = {0, 0};
  fault.instruction = std::uint64_t{packed({CrossCoreMode::Cluster, 3})} << 8 | kVector0;
  fault.text = "too many";
  const auto all = found({set(kCube, 3, 1), wait(kVector0, kCube, 3, 1)}, {fault, fault});
  REQUIRE(all.size() == 1);
  CHECK(all[0].hazard == "flag-overflow");
  CHECK(all[0].count == 2);
  CHECK(core_text(all[0].first) == "AIC 2");
  CHECK(text_of(all[0].second.op) == "wait_flag_dev");
}

TEST_CASE("a wait for a set that a full counter lost says so", "[sync][cross_core]") {
  FaultEvent fault;
  fault.kind = FaultEvent::Kind::CrossCoreOverflow;
  fault.agent = agent_of(kCube, Pipe::FIX);
  fault.instruction = std::uint64_t{packed({CrossCoreMode::Cluster, 3})} << 8 | kVector0;
  const auto message_of = [&](CoreId receiver) {
    const auto all = found({wait(receiver, kCube, 3, 0)}, {fault});
    REQUIRE(all.size() == 2);
    return all[0].hazard == "flag-overflow" ? all[1].message : all[0].message;
  };
  CHECK(contains(message_of(kVector0), "what was sent is lost: the counter was full"));
  CHECK(contains(message_of(kVector1), "nothing sends it"));
}
