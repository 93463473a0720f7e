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
                     Cycle end) {
  InstructionEvent instruction;
  instruction.instruction = id;
  instruction.agent = agent_of(kCore, pipe);
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
