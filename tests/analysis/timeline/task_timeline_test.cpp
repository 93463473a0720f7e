// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/task_timeline.h"

#include "tests/support/catch.h"

using namespace npusim;

namespace {

SyncEvent block_event(SyncKind kind, BlockRef block, CoreId core, Cycle cycle) {
  SyncEvent event;
  event.kind = kind;
  event.agent = agent_of(core, Pipe::S);
  event.block = block;
  event.cycle = cycle;
  return event;
}

analysis::RunPicture picture_of(const analysis::TaskTimeline& timeline) {
  analysis::RunPicture picture;
  timeline.draw_into(picture);
  return picture;
}

}  // namespace

TEST_CASE("a task has the times of its stages and of its blocks", "[analysis][task_timeline]") {
  analysis::TaskTimeline timeline;
  TaskDescription task;
  task.task = 3;
  task.name = "pool";
  task.blocks = 2;
  task.cycle = 5;
  timeline.on_task_description(task);
  timeline.on_task({TaskStage::Ready, {3, -1}, 0, 0, 10});
  timeline.on_sync(block_event(SyncKind::TaskStart, {3, 1}, 25, 30));
  timeline.on_sync(block_event(SyncKind::TaskStart, {3, 0}, 24, 20));
  timeline.on_sync(block_event(SyncKind::TaskEnd, {3, 0}, 24, 60));
  timeline.on_sync(block_event(SyncKind::TaskEnd, {3, 1}, 25, 50));
  timeline.on_task({TaskStage::Completed, {3, -1}, 0, 0, 70});
  const auto picture = picture_of(timeline);
  REQUIRE(picture.tasks.size() == 1);
  const analysis::TaskBar& bar = picture.tasks[0];
  CHECK(bar.task == 3);
  CHECK(bar.name == "pool");
  CHECK(bar.submitted == 5);
  CHECK(bar.ready == 10);
  CHECK(bar.started == 20);
  CHECK(bar.ended == 60);
  CHECK(bar.completed == 70);
  REQUIRE(picture.blocks.size() == 2);
  CHECK(picture.blocks[0].core == 25);
  CHECK(picture.blocks[0].end == 50);
  CHECK(picture.blocks[1].core == 24);
  CHECK(picture.blocks[1].end == 60);
}

TEST_CASE("a block that never ends has no end", "[analysis][task_timeline]") {
  analysis::TaskTimeline timeline;
  timeline.on_sync(block_event(SyncKind::TaskStart, {0, 0}, 24, 20));
  const auto picture = picture_of(timeline);
  REQUIRE(picture.blocks.size() == 1);
  CHECK(picture.blocks[0].end == analysis::kNever);
  CHECK(picture.tasks.at(0).ended == analysis::kNever);
}

TEST_CASE("an edge that two tensors give is drawn once, with its first reason",
          "[analysis][task_timeline]") {
  analysis::TaskTimeline timeline;
  timeline.on_dependency({0, 1, DependencyReason::Creator, 1});
  timeline.on_dependency({0, 1, DependencyReason::Writer, 1});
  timeline.on_dependency({1, 0, DependencyReason::Explicit, 2});
  const auto picture = picture_of(timeline);
  REQUIRE(picture.edges.size() == 2);
  CHECK(picture.edges[0].reason == DependencyReason::Creator);
  CHECK(picture.edges[1].producer == 1);
}

TEST_CASE("blocks beyond what a page can show are counted", "[analysis][task_timeline]") {
  analysis::TaskTimeline timeline;
  const std::int32_t blocks = 9000;
  for (std::int32_t block = 0; block < blocks; ++block) {
    const auto cycle = static_cast<Cycle>(10 * block);
    timeline.on_sync(block_event(SyncKind::TaskStart, {0, block}, 24, cycle));
    timeline.on_sync(block_event(SyncKind::TaskEnd, {0, block}, 24, cycle + 5));
  }
  const auto picture = picture_of(timeline);
  CHECK(picture.blocks_left_out > 0);
  CHECK(picture.blocks.size() + picture.blocks_left_out == blocks);
  CHECK(picture.blocks.back().end == picture.blocks.back().start + 5);
  CHECK(picture.tasks.at(0).ended == 10 * (blocks - 1) + 5);
}
