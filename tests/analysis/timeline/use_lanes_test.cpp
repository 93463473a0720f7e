// SPDX-License-Identifier: Apache-2.0
// What pipes spend their time on, as drawn: without gap, and bounded.
#include "analysis/timeline/use_lanes.h"

#include <numeric>

#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using analysis::TimeUse;
using analysis::UseLane;

constexpr CoreId kCore = kAicCount;

class NoSources : public SourceLookup {
 public:
  SourceLocation locate(Site) const override { return {}; }
};

SyncEvent sync(SyncKind kind, Cycle cycle) {
  SyncEvent event;
  event.kind = kind;
  event.agent = event.peer = agent_of(kCore, Pipe::S);
  event.block = {0, 0};
  event.cycle = cycle;
  return event;
}

TimeEvent spent(TimeKind kind, Cycle begin, Cycle end) {
  TimeEvent event;
  event.agent = agent_of(kCore, Pipe::V);
  event.kind = kind;
  event.begin = begin;
  event.cycle = end;
  event.block = {0, 0};
  return event;
}

/// A block from 100 to 4100, in which V works for 9 cycles and waits for L2 for one, and so on.
analysis::TimeAccount many_waits() {
  analysis::TimeAccount account;
  account.on_sync(sync(SyncKind::TaskStart, 100));
  account.on_time(spent(TimeKind::Empty, 0, 120));
  for (Cycle at = 120; at < 4020; at += 10) {
    account.on_time(spent(TimeKind::Busy, at, at + 9));
    account.on_time(spent(TimeKind::L2, at + 9, at + 10));
  }
  account.on_sync(sync(SyncKind::TaskEnd, 4100));
  return account;
}

Cycle length(const UseLane& lane) {
  return std::accumulate(lane.bars.begin(), lane.bars.end(), Cycle{0},
                         [](Cycle sum, const UseLane::Bar& bar) { return sum + bar.length; });
}

}  // namespace

TEST_CASE("lanes of uses cover the run without gap, before and after the blocks too",
          "[analysis][timeline]") {
  const auto lanes = analysis::use_lanes(many_waits(), 5000, NoSources());
  REQUIRE(lanes.lanes.size() == 1);
  CHECK(lanes.finest == 1);
  const UseLane& lane = lanes.lanes[0];
  CHECK(length(lane) == 5000);
  CHECK(lane.bars.front().use == TimeUse::Dispatch);
  CHECK(lane.bars.front().length == 100);
  CHECK(lane.bars[1].use == TimeUse::FrontEnd);
  CHECK(lane.bars.back().use == TimeUse::Idle);
  CHECK(lane.bars.back().length == 900);
  CHECK(lanes.reasons[lane.bars[3].reason] == "waits for L2");
}

TEST_CASE("of too many bars short ones are put together, and say what share is what they show",
          "[analysis][timeline]") {
  const auto lanes = analysis::use_lanes(many_waits(), 5000, NoSources(), 100);
  const UseLane& lane = lanes.lanes[0];
  CHECK(lane.bars.size() <= 100);
  CHECK(lanes.finest > 1);
  CHECK(length(lane) == 5000);
  CHECK(lane.bars.front().length == 100);  // long ones stay as they are
  const UseLane::Bar& mixed = lane.bars[lane.bars.size() / 2];
  CHECK(mixed.use == TimeUse::Busy);
  CHECK(mixed.percent == 90);
}

TEST_CASE("a swimlane has its lanes' waits as long as it lasts, not their work",
          "[analysis][timeline]") {
  analysis::RunPicture picture;
  analysis::Swimlane& lane = picture.swimlanes.emplace_back();
  lane.lanes = {agent_of(kCore, Pipe::V)};
  analysis::InstructionBar bar;
  bar.agent = lane.lanes[0];
  bar.start = 200;
  bar.end = 230;
  lane.bars.push_back(bar);
  analysis::Finding finding;
  finding.first.agent = bar.agent;
  finding.first.cycle = 200;
  analysis::add_waits(many_waits(), 5000, {finding}, NoSources(), picture);
  REQUIRE(lane.waits.size() == 3);
  CHECK(lane.waits[0].use == TimeUse::L2);
  CHECK(lane.waits[0].begin == 209);
  CHECK(lane.waits[0].end == 210);
  CHECK(lane.waits[0].reason == "waits for L2");
}

TEST_CASE("of too many waits the nearest to the accesses stay", "[analysis][timeline]") {
  analysis::RunPicture picture;
  analysis::Swimlane& lane = picture.swimlanes.emplace_back();
  lane.lanes = {agent_of(kCore, Pipe::V)};
  analysis::InstructionBar bar;
  bar.agent = lane.lanes[0];
  bar.end = 50'000;
  lane.bars.push_back(bar);
  analysis::TimeAccount account;
  account.on_sync(sync(SyncKind::TaskStart, 0));
  for (Cycle at = 0; at < 50'000; at += 50) {
    account.on_time(spent(TimeKind::Busy, at, at + 40));
    account.on_time(spent(TimeKind::L2, at + 40, at + 50));
  }
  analysis::Finding finding;
  finding.first.agent = bar.agent;
  finding.first.cycle = 0;
  analysis::add_waits(account, 50'000, {finding}, NoSources(), picture);
  CHECK(lane.waits.size() == 600);
  CHECK(lane.waits.front().begin == 40);
  CHECK(lane.complete_within < 30'050);
  CHECK(lane.complete_within > 29'900);
}

}  // namespace npusim::test
