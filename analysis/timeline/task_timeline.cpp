// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/task_timeline.h"

#include <algorithm>

namespace npusim::analysis {
namespace {

constexpr std::size_t kMaxBlocks = 8000;

}  // namespace

TaskBar& TaskTimeline::task(TaskIndex index) {
  TaskBar& bar = tasks_[index];
  bar.task = index;
  return bar;
}

void TaskTimeline::on_task_description(const TaskDescription& description) {
  TaskBar& bar = task(description.task);
  bar.name = description.name;
  bar.places = description.places;
  bar.blocks = description.blocks;
  bar.submitted = description.cycle;
}

void TaskTimeline::on_dependency(const DependencyEvent& event) {
  // Two tensors may give the same edge twice; one line is drawn.
  if (!known_edges_.insert({event.producer, event.consumer}).second) return;
  edges_.push_back({event.producer, event.consumer, event.reason});
}

void TaskTimeline::on_task(const TaskEvent& event) {
  if (event.block.task == kNoTask) return;
  TaskBar& bar = task(event.block.task);
  if (event.stage == TaskStage::Submitted) bar.submitted = event.cycle;
  if (event.stage == TaskStage::Ready) bar.ready = event.cycle;
  if (event.stage == TaskStage::Completed) bar.completed = event.cycle;
}

void TaskTimeline::on_sync(const SyncEvent& event) {
  const bool starts = event.kind == SyncKind::TaskStart;
  if (!starts && event.kind != SyncKind::TaskEnd) return;
  if (event.block.task == kNoTask || !is_core_agent(event.agent)) return;
  const CoreId core = core_of(event.agent);
  TaskBar& bar = task(event.block.task);
  if (!starts) {
    bar.ended = bar.ended == kNever ? event.cycle : std::max(bar.ended, event.cycle);
    if (running_[core]) blocks_[*running_[core]].end = event.cycle;
    running_[core].reset();
    return;
  }
  bar.started = std::min(bar.started, event.cycle);
  running_[core].reset();
  if (blocks_.size() == kMaxBlocks) {
    ++blocks_left_out_;
    return;
  }
  running_[core] = blocks_.size();
  blocks_.push_back({event.block, core, event.cycle, kNever});
}

void TaskTimeline::draw_into(RunPicture& picture) const {
  for (const auto& [index, bar] : tasks_) picture.tasks.push_back(bar);
  picture.edges = edges_;
  picture.blocks = blocks_;
  picture.blocks_left_out = blocks_left_out_;
}

}  // namespace npusim::analysis
