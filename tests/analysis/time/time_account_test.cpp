// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/time_account.h"

#include <numeric>

#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using analysis::TimeUse;

constexpr CoreId kCore = 24;

class NoSources : public SourceLookup {
 public:
  SourceLocation locate(Site) const override { return {}; }
};

TimeEvent spent(Pipe pipe, TimeKind kind, Cycle begin, Cycle end) {
  TimeEvent event;
  event.agent = agent_of(kCore, pipe);
  event.kind = kind;
  event.begin = begin;
  event.cycle = end;
  event.block = {0, 0};
  return event;
}

SyncEvent sync(SyncKind kind, Pipe pipe, Cycle cycle) {
  SyncEvent event;
  event.kind = kind;
  event.agent = event.peer = agent_of(kCore, pipe);
  event.block = {0, 0};
  event.cycle = cycle;
  return event;
}

/// A block from 100 to 400: S issues until 120 and waits; MTE2 loads from 110 to 250; V waits for
/// it and computes from 255 to 380. The run ends at 500.
analysis::TimeReport one_block() {
  analysis::TimeAccount account;
  TaskDescription task;
  task.task = 0;
  task.name = "add";
  account.on_task_description(task);
  account.on_time(spent(Pipe::S, TimeKind::Empty, 0, 100));
  account.on_sync(sync(SyncKind::TaskStart, Pipe::S, 100));
  account.on_time(spent(Pipe::MTE2, TimeKind::Empty, 0, 110));
  account.on_time(spent(Pipe::V, TimeKind::Empty, 0, 115));
  account.on_time(spent(Pipe::S, TimeKind::Busy, 100, 120));
  account.on_time(spent(Pipe::MTE2, TimeKind::Busy, 110, 200));
  account.on_time(spent(Pipe::MTE2, TimeKind::Hbm, 200, 250));
  SyncEvent set = sync(SyncKind::SetFlag, Pipe::MTE2, 250);
  set.peer = agent_of(kCore, Pipe::V);
  set.instance = 1;
  account.on_sync(set);
  TimeEvent wait = spent(Pipe::V, TimeKind::Flag, 115, 255);
  wait.peer = agent_of(kCore, Pipe::MTE2);
  wait.instance = 1;
  account.on_time(wait);
  account.on_time(spent(Pipe::V, TimeKind::Busy, 255, 380));
  account.on_time(spent(Pipe::S, TimeKind::Barrier, 120, 400));
  account.on_sync(sync(SyncKind::TaskEnd, Pipe::S, 400));
  return account.report(500, NoSources());
}

Cycle of(const analysis::PipeTime& pipe, TimeUse use) {
  return pipe.cycles[static_cast<unsigned>(use)];
}

const analysis::PipeTime& pipe(const analysis::TimeReport& report, Pipe wanted) {
  for (const analysis::PipeTime& pipe : report.pipes) {
    if (pipe_of(pipe.agent) == wanted) return pipe;
  }
  throw std::logic_error("no such pipe");
}

}  // namespace

TEST_CASE("every cycle of a pipe has one use", "[analysis][time]") {
  const analysis::TimeReport report = one_block();
  REQUIRE(report.pipes.size() == 3);
  for (const analysis::PipeTime& pipe : report.pipes) {
    CHECK(std::accumulate(pipe.cycles.begin(), pipe.cycles.end(), Cycle{0}) == 500);
  }
  const analysis::PipeTime& load = pipe(report, Pipe::MTE2);
  CHECK(of(load, TimeUse::Dispatch) == 100);
  CHECK(of(load, TimeUse::FrontEnd) == 10 + 150);
  CHECK(of(load, TimeUse::Busy) == 90);
  CHECK(of(load, TimeUse::Hbm) == 50);
  CHECK(of(load, TimeUse::Idle) == 100);
  const analysis::PipeTime& vector = pipe(report, Pipe::V);
  CHECK(of(vector, TimeUse::Flag) == 140);
  CHECK(of(vector, TimeUse::Busy) == 125);
  CHECK(of(vector, TimeUse::FrontEnd) == 15 + 20);
}

TEST_CASE("waits are listed with what ends them and what they cost", "[analysis][time]") {
  const analysis::TimeReport report = one_block();
  const auto flag = std::find_if(report.waits.begin(), report.waits.end(),
                                 [](const auto& line) { return line.use == TimeUse::Flag; });
  REQUIRE(flag != report.waits.end());
  CHECK(flag->flag == "MTE2->V EVENT_ID0");
  CHECK(flag->task == "add");
  CHECK(flag->times == 1);
  CHECK(flag->cycles == 140);
}

TEST_CASE("the critical path covers the run without gap", "[analysis][time]") {
  const analysis::TimeReport report = one_block();
  Cycle sum = 0;
  for (const analysis::PathPart& part : report.path) {
    sum += part.cycles;
    CHECK(std::accumulate(part.uses.begin(), part.uses.end(), Cycle{0}) == part.cycles);
  }
  CHECK(sum == 500);
  REQUIRE(report.path.size() == 3);
  CHECK(report.path[0].task.empty());  // until the block starts
  CHECK(report.path[1].task == "add");
  CHECK(report.path[1].cycles == 300);
}

}  // namespace npusim::test
