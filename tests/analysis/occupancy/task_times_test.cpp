// SPDX-License-Identifier: Apache-2.0
#include "analysis/occupancy/task_times.h"

#include "tests/support/catch.h"

using namespace npusim;

namespace {

constexpr CoreId kCore = 24;

SyncEvent block_event(SyncKind kind, std::int32_t block, Cycle cycle, CoreId core = kCore) {
  SyncEvent event;
  event.kind = kind;
  event.agent = agent_of(core, Pipe::S);
  event.block = {0, block};
  event.cycle = cycle;
  return event;
}

void run_instruction(analysis::TaskTimes& times, Pipe pipe, InstructionId id, Cycle start,
                     Cycle end, CoreId core = kCore) {
  InstructionEvent instruction;
  instruction.instruction = id;
  instruction.agent = agent_of(core, pipe);
  instruction.block = {0, 0};
  instruction.cycle = start;
  times.on_instruction(instruction);
  times.on_completion({id, instruction.agent, end});
}

}  // namespace

TEST_CASE("a task lasts from its first block's start to its last block's end",
          "[analysis][task_times]") {
  analysis::TaskTimes times;
  TaskDescription task;
  task.task = 0;
  task.name = "add";
  task.blocks = 2;
  times.on_task_description(task);
  times.on_sync(block_event(SyncKind::TaskStart, 0, 100));
  times.on_sync(block_event(SyncKind::TaskStart, 1, 130, kCore + 1));
  times.on_sync(block_event(SyncKind::TaskEnd, 0, 200));
  times.on_sync(block_event(SyncKind::TaskEnd, 1, 250, kCore + 1));
  const auto rows = times.summaries();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].name == "add");
  CHECK(rows[0].blocks == 2);
  CHECK(rows[0].start_cycle == 100);
  CHECK(rows[0].end_cycle == 250);
  CHECK(rows[0].ended);
}

TEST_CASE("a task whose block never ends has no end", "[analysis][task_times]") {
  analysis::TaskTimes times;
  TaskDescription task;
  task.task = 0;
  task.blocks = 2;
  times.on_task_description(task);
  times.on_sync(block_event(SyncKind::TaskStart, 0, 100));
  times.on_sync(block_event(SyncKind::TaskStart, 1, 130, kCore + 1));
  times.on_sync(block_event(SyncKind::TaskEnd, 0, 200));
  CHECK_FALSE(times.summaries().at(0).ended);
}

TEST_CASE("a pipe's share counts overlapping instructions once", "[analysis][task_times]") {
  analysis::TaskTimes times;
  times.on_sync(block_event(SyncKind::TaskStart, 0, 0));
  run_instruction(times, Pipe::V, 1, 10, 30);
  run_instruction(times, Pipe::V, 2, 20, 40);
  run_instruction(times, Pipe::MTE2, 3, 0, 50);
  times.on_sync(block_event(SyncKind::TaskEnd, 0, 100));
  const auto rows = times.summaries();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].pipe_busy.at("V") == Approx(0.30));
  CHECK(rows[0].pipe_busy.at("MTE2") == Approx(0.50));
  CHECK(rows[0].pipe_busy.count("MTE3") == 0);
}

TEST_CASE("a block on the three cores of a cluster counts once", "[analysis][task_times]") {
  analysis::TaskTimes times;
  TaskDescription task;
  task.task = 0;
  task.core = CoreKind::AIC;
  task.places = only(ClusterPlace::AIC) | only(ClusterPlace::AIV0) | only(ClusterPlace::AIV1);
  times.on_task_description(task);
  constexpr CoreId kAic = 0;
  for (const CoreId core : {kAic, kCore, CoreId{kCore + 1}}) {
    times.on_sync(block_event(SyncKind::TaskStart, 0, 10 * (core % 8), core));
  }
  run_instruction(times, Pipe::M, 1, 10, 60, kAic);
  run_instruction(times, Pipe::V, 2, 20, 60, kCore);
  run_instruction(times, Pipe::MTE2, 3, 0, 30, kAic);
  run_instruction(times, Pipe::MTE2, 4, 20, 50, kCore + 1);
  times.on_sync(block_event(SyncKind::TaskEnd, 0, 70, kAic));
  times.on_sync(block_event(SyncKind::TaskEnd, 0, 60, kCore));
  times.on_sync(block_event(SyncKind::TaskEnd, 0, 100, kCore + 1));
  const auto rows = times.summaries();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].blocks == 1);
  CHECK(rows[0].ended);
  CHECK(rows[0].pipe_busy.at("M") == Approx(50 / 100.0));
  CHECK(rows[0].pipe_busy.at("V") == Approx(40 / 200.0));     // of two vector cores
  CHECK(rows[0].pipe_busy.at("MTE2") == Approx(60 / 300.0));  // of all three
}
