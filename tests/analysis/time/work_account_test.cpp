// SPDX-License-Identifier: Apache-2.0
// Rooflines: whose cycles count for which path, and what binds.
#include "analysis/time/work_account.h"

#include "analysis/time/critical_path.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

constexpr CoreId kVector = kAicCount;

class NoSources : public SourceLookup {
 public:
  SourceLocation locate(Site) const override { return {}; }
};

std::string name_of(TaskIndex task) { return task < 2 ? "add" : "mul"; }

SyncEvent sync(SyncKind kind, CoreId core, TaskIndex task, Cycle cycle) {
  SyncEvent event;
  event.kind = kind;
  event.agent = agent_of(core, Pipe::S);
  event.block.task = task;
  event.cycle = cycle;
  return event;
}

WorkEvent work(WorkPath path, CoreId core, Pipe pipe, TaskIndex task, std::uint64_t amount,
               double cycles, double shape_cycles = 0) {
  WorkEvent event;
  event.agent = agent_of(core, pipe);
  event.path = path;
  event.to = MemSpace::UB;
  event.block.task = task;
  event.amount = amount;
  event.cycles = cycles;
  event.shape_cycles = shape_cycles;
  return event;
}

const analysis::PathWork& row(const analysis::TaskWork& work, const std::string& path) {
  for (const analysis::PathWork& row : work.paths) {
    if (row.path == path) return row;
  }
  throw std::logic_error("no such path");
}

/// A run's work, and its blocks as the critical path has them.
class Run {
 public:
  void add(const WorkEvent& event) { work_.add(event); }
  void add(const SyncEvent& event) { path_.add(event); }
  std::vector<analysis::TaskWork> tasks(Cycle cycles, const analysis::TaskName& name) const {
    return work_.tasks(path_.blocks(), cycles, name);
  }
  std::vector<analysis::ShapeLine> shapes(const SourceLookup& sources,
                                          const analysis::TaskName& name) const {
    return work_.shapes(sources, name);
  }

 private:
  analysis::WorkAccount work_;
  analysis::CriticalPath path_;
};

/// Two tasks of one name: blocks from 0 to 100 and from 50 to 150, on two cores.
Run two_blocks() {
  Run account;
  account.add(sync(SyncKind::TaskStart, kVector, 0, 0));
  account.add(sync(SyncKind::TaskStart, kVector + 1, 1, 50));
  account.add(work(WorkPath::Move, kVector, Pipe::MTE2, 0, 1100, 10, 5));
  account.add(work(WorkPath::L2, kVector, Pipe::MTE2, 0, 1100, 15));
  account.add(work(WorkPath::Move, kVector + 1, Pipe::MTE2, 1, 3300, 30));
  account.add(work(WorkPath::Vector, kVector, Pipe::V, 0, 640, 50));
  account.add(sync(SyncKind::TaskEnd, kVector, 0, 100));
  account.add(sync(SyncKind::TaskEnd, kVector + 1, 1, 150));
  return account;
}

}  // namespace

TEST_CASE("a core's path has the cycles of all blocks, a shared one those of the task",
          "[analysis][time]") {
  const auto tasks = two_blocks().tasks(200, name_of);
  REQUIRE(tasks.size() == 1);
  const analysis::TaskWork& add = tasks[0];
  CHECK(add.task == "add");
  CHECK(add.cycles == 150);
  const analysis::PathWork& load = row(add, "GM->UB");
  CHECK(load.core == "AIV");
  CHECK(load.pipe == "MTE2");
  CHECK(load.amount == 4400);
  CHECK(load.available == 200);
  CHECK(load.share() == Approx(0.2));
  CHECK(load.per_cycle() == Approx(22));
  CHECK(load.peak_per_cycle() == Approx(110));
  const analysis::PathWork& shared = row(add, "L2");
  CHECK(shared.available == 150);
  CHECK(shared.share() == Approx(0.1));
  CHECK(add.bound == "AIV V");
  CHECK(add.bound_share == Approx(0.25));
}

TEST_CASE("paths of one pipe bind together", "[analysis][time]") {
  Run account = two_blocks();
  WorkEvent other = work(WorkPath::Move, kVector, Pipe::MTE2, 0, 100, 20);
  other.to = MemSpace::L1;
  account.add(other);
  const auto tasks = account.tasks(200, name_of);
  CHECK(tasks[0].bound == "AIV MTE2");
  CHECK(tasks[0].bound_share == Approx(0.3));
}

TEST_CASE("what still runs at the end has the cycles until then", "[analysis][time]") {
  Run account;
  account.add(sync(SyncKind::TaskStart, kVector, 2, 40));
  account.add(work(WorkPath::Vector, kVector, Pipe::V, 2, 64, 6));
  const auto tasks = account.tasks(100, name_of);
  REQUIRE(tasks.size() == 1);
  CHECK(tasks[0].cycles == 60);
  CHECK(tasks[0].bound_share == Approx(0.1));
}

TEST_CASE("only lines whose shape costs are listed", "[analysis][time]") {
  const auto shapes = two_blocks().shapes(NoSources(), name_of);
  REQUIRE(shapes.size() == 1);
  CHECK(shapes[0].path == "GM->UB");
  CHECK(shapes[0].times == 1);
  CHECK(shapes[0].peak_cycles == Approx(10));
  CHECK(shapes[0].shape_cycles == Approx(5));
}

}  // namespace npusim::test
