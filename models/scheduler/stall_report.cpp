// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/stall_report.h"

#include <algorithm>
#include <map>

namespace npusim {
namespace {

/// Unfinished tasks listed one by one.
constexpr std::size_t kMaxTasks = 64;

using Lines = std::vector<std::string>;

void append_cores(const std::vector<const TaskDispatcher*>& dispatchers, Lines& lines) {
  std::map<CoreId, std::string> by_core;
  for (const TaskDispatcher* dispatcher : dispatchers) {
    for (const CoreSlots& core : dispatcher->tracker().cores()) {
      if (core.is_idle()) continue;
      std::string& line = by_core[core.worker->core()];
      line = core_name(core.worker->core()) + ": RUNNING " + core.running.task->label() +
             " block " + std::to_string(core.running.block);
      if (core.pending) {
        line +=
            ", then " + core.pending.task->label() + " block " + std::to_string(core.pending.block);
      }
    }
  }
  for (auto& [core, line] : by_core) lines.push_back(std::move(line));
}

std::string describe_task(const TaskSlot& task) {
  if (task.fanin_count == 0) return "not wired";
  if (task.fanin_done >= task.fanin_count) {
    return "READY or RUNNING, " + std::to_string(task.finished_blocks) + " of " +
           std::to_string(task.blocks) + " blocks finished, " +
           std::to_string(task.blocks - task.next_block) + " not dispatched";
  }
  std::string text = "waits for";
  for (const TaskSlot* producer : task.producers) {
    if (producer->state == TaskState::Pending) text += " " + producer->label() + ",";
  }
  text.back() = text.back() == ',' ? ' ' : text.back();
  return text + "(" + std::to_string(task.fanin_count - task.fanin_done) + " of " +
         std::to_string(task.fanin_count - 1) + " producers missing)";
}

void append_tasks(RuntimeState& state, Lines& lines) {
  std::vector<const TaskSlot*> tasks;
  for (TaskRing& ring : state.rings) {
    for (std::int32_t local = ring.last_task_alive; local < ring.next_local; ++local) {
      const TaskSlot& task = ring.slot(local);
      if (task.state == TaskState::Pending) tasks.push_back(&task);
    }
  }
  std::sort(tasks.begin(), tasks.end(),
            [](const TaskSlot* a, const TaskSlot* b) { return a->task < b->task; });
  for (std::size_t i = 0; i < std::min(tasks.size(), kMaxTasks); ++i) {
    lines.push_back(tasks[i]->label() + ": " + describe_task(*tasks[i]));
  }
  if (tasks.size() > kMaxTasks) {
    lines.push_back("... and " + std::to_string(tasks.size() - kMaxTasks) + " more tasks");
  }
}

}  // namespace

Lines stall_report(RuntimeState& state, const Orchestrator& orchestrator,
                   const std::vector<const TaskDispatcher*>& dispatchers) {
  Lines lines;
  append_cores(dispatchers, lines);
  if (!orchestrator.waiting_for().empty()) {
    lines.push_back("orchestrator: waits for " + orchestrator.waiting_for());
  }
  if (state.drain.task != nullptr) {
    lines.push_back("scheduler threads: wait for idle cores for the sync_start " +
                    state.drain.task->label());
  }
  append_tasks(state, lines);
  return lines;
}

}  // namespace npusim
