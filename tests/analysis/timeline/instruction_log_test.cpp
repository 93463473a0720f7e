// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/instruction_log.h"

#include <algorithm>

#include "tests/support/catch.h"

using namespace npusim;
using analysis::Finding;
using analysis::InstructionLog;
using analysis::Swimlane;

namespace {

constexpr CoreId kCore = 24;

void run(InstructionLog& log, InstructionId id, Pipe pipe, Cycle start, Cycle end,
         CoreId core = kCore) {
  InstructionEvent event;
  event.instruction = id;
  event.agent = agent_of(core, pipe);
  event.issue_cycle = start;
  event.cycle = start;
  log.on_instruction(event);
  if (end != analysis::kNever) log.on_completion({id, event.agent, end});
}

void mark(InstructionLog& log, Pipe pipe, Cycle cycle) {
  SyncEvent event;
  event.kind = SyncKind::PipeBarrier;
  event.agent = agent_of(kCore, pipe);
  event.cycle = cycle;
  log.on_sync(event);
}

Finding finding_at(InstructionId first, Pipe first_pipe, Cycle first_cycle, InstructionId second,
                   Pipe second_pipe, Cycle second_cycle) {
  Finding finding;
  finding.first.agent = agent_of(kCore, first_pipe);
  finding.first.instruction = first;
  finding.first.cycle = first_cycle;
  finding.second.agent = agent_of(kCore, second_pipe);
  finding.second.instruction = second;
  finding.second.cycle = second_cycle;
  return finding;
}

}  // namespace

TEST_CASE("a swimlane has the pipes of the accesses' core, loads on top, and knows both bars",
          "[analysis][instruction_log]") {
  InstructionLog log(nullptr);
  run(log, 1, Pipe::MTE3, 5, 9);
  run(log, 2, Pipe::V, 10, 20);
  run(log, 3, Pipe::MTE2, 12, 30);
  run(log, 4, Pipe::V, 14, 24, kCore + 1);
  mark(log, Pipe::V, 15);
  const Swimlane lane = log.around(finding_at(2, Pipe::V, 10, 3, Pipe::MTE2, 12));
  CHECK(lane.lanes == std::vector<AgentId>{agent_of(kCore, Pipe::MTE2), agent_of(kCore, Pipe::V),
                                           agent_of(kCore, Pipe::MTE3)});
  REQUIRE(lane.bars.size() == 3);
  CHECK(lane.bars.at(static_cast<std::size_t>(lane.first)).instruction == 2);
  CHECK(lane.bars.at(static_cast<std::size_t>(lane.second)).instruction == 3);
  CHECK(lane.bars.at(static_cast<std::size_t>(lane.second)).end == 30);
  CHECK(lane.marks.size() == 1);
  CHECK(lane.bars_left_out == 0);
  CHECK(lane.complete_within == analysis::kNever);
}

TEST_CASE("a finding without a place has no swimlane", "[analysis][instruction_log]") {
  InstructionLog log(nullptr);
  run(log, 1, Pipe::V, 10, 20);
  CHECK(log.around(Finding{}).lanes.empty());
}

TEST_CASE("an instruction that never completes has no end, a scalar one takes a cycle",
          "[analysis][instruction_log]") {
  InstructionLog log(nullptr);
  run(log, 1, Pipe::S, 10, analysis::kNever);
  run(log, 2, Pipe::V, 12, analysis::kNever);
  const Swimlane lane = log.around(finding_at(1, Pipe::S, 10, 2, Pipe::V, 12));
  REQUIRE(lane.bars.size() == 2);
  CHECK(lane.bars[0].end == 11);
  CHECK(lane.bars[1].end == analysis::kNever);
}

TEST_CASE("of many instructions a swimlane has all near the accesses and says how near",
          "[analysis][instruction_log]") {
  InstructionLog log(nullptr);
  const InstructionId count = 5000;
  for (InstructionId id = 1; id <= count; ++id) run(log, id, Pipe::V, 10 * id, 10 * id + 4);
  const Swimlane lane = log.around(finding_at(2000, Pipe::V, 20'000, 2001, Pipe::V, 20'010));
  CHECK(lane.bars.size() + lane.bars_left_out == count);
  REQUIRE(lane.bars.size() < count);
  CHECK(lane.bars.at(static_cast<std::size_t>(lane.first)).instruction == 2000);
  CHECK(lane.complete_within > 1000);
  for (InstructionId id = 1; id <= count; ++id) {
    const Cycle away = id <= 2000 ? 20'000 - std::min<Cycle>(20'000, 10 * id + 4)
                                  : 10 * id - std::min<Cycle>(20'010, 10 * id);
    if (away > lane.complete_within) continue;
    INFO("instruction " << id);
    REQUIRE(std::any_of(lane.bars.begin(), lane.bars.end(),
                        [&](const auto& bar) { return bar.instruction == id; }));
  }
}

TEST_CASE("what is near a finding is kept while the rest of a long run is dropped",
          "[analysis][instruction_log]") {
  std::vector<Finding> findings;
  InstructionLog log([&] { return findings; }, 40'000);
  auto run_until = [&, id = InstructionId{0}](InstructionId last) mutable {
    while (++id <= last) run(log, id, Pipe::V, 10 * id, 10 * id + 4);
    --id;
  };
  run_until(1000);
  const Finding known = finding_at(998, Pipe::V, 9980, 999, Pipe::V, 9990);
  findings.push_back(known);
  run_until(200'000);
  const Swimlane lane = log.around(known);
  REQUIRE(lane.first >= 0);
  REQUIRE(lane.second == lane.first + 1);
  CHECK(lane.bars.at(static_cast<std::size_t>(lane.first)).end == 9984);
  CHECK(lane.complete_within > 1000);

  // One that nobody told of before is long gone, and the swimlane does not claim otherwise.
  const Swimlane late = log.around(finding_at(50'000, Pipe::V, 500'000, 50'001, Pipe::V, 500'010));
  CHECK(late.first == -1);
  CHECK(late.complete_within == 0);
}

TEST_CASE("two cores of a block bring the third core of their cluster with them",
          "[analysis][instruction_log]") {
  constexpr CoreId kCube = 0;
  InstructionLog log(nullptr);
  run(log, 1, Pipe::FIX, 10, 20, kCube);
  run(log, 2, Pipe::MTE2, 12, 30);
  run(log, 3, Pipe::V, 14, 24, kCore + 1);
  run(log, 4, Pipe::V, 14, 24, kCore + 2);  // of the next cluster
  Finding finding = finding_at(1, Pipe::FIX, 10, 2, Pipe::MTE2, 12);
  finding.first.agent = agent_of(kCube, Pipe::FIX);
  CHECK(log.around(finding).lanes == std::vector<AgentId>{agent_of(kCube, Pipe::FIX),
                                                          agent_of(kCore, Pipe::MTE2),
                                                          agent_of(kCore + 1, Pipe::V)});
  finding.second.block = 1;  // of another block, that the core runs
  CHECK(log.around(finding).lanes.size() == 2);
}
