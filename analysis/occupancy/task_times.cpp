// SPDX-License-Identifier: Apache-2.0
#include "analysis/occupancy/task_times.h"

#include <algorithm>

#include <fmt/format.h>

namespace npusim::analysis {

void TaskTimes::on_task_description(const TaskDescription& description) {
  Times& times = tasks_[description.task];
  times.name = description.name;
  times.blocks = static_cast<std::uint64_t>(description.blocks);
}

void TaskTimes::on_sync(const SyncEvent& event) {
  if (event.kind == SyncKind::TaskStart) {
    Times& times = tasks_[event.block.task];
    times.start = times.started ? std::min(times.start, event.cycle) : event.cycle;
    times.started = true;
    ++times.running_cores;
    block_start_[core_of(event.agent)] = event.cycle;
  } else if (event.kind == SyncKind::TaskEnd) {
    Times& times = tasks_[event.block.task];
    times.end = std::max(times.end, event.cycle);
    --times.running_cores;
    ++times.ended_cores;
    if (kind_of(core_of(event.agent)) == CoreKind::AIC) ++times.ended_aics;
    times.block_cycles += event.cycle - block_start_[core_of(event.agent)];
  }
}

void TaskTimes::on_instruction(const InstructionEvent& event) {
  // The scalar unit has no completions; it is in flight whenever a block runs.
  if (pipe_of(event.agent) == Pipe::S) return;
  in_flight_[event.instruction] = {event.cycle, event.block.task};
}

void TaskTimes::on_completion(const CompletionEvent& event) {
  const auto found = in_flight_.find(event.instruction);
  if (found == in_flight_.end()) return;
  Cycle& until = busy_until_[event.agent];
  const Cycle from = std::max(found->second.start, until);
  if (event.cycle > from) {
    tasks_[found->second.task].busy[static_cast<unsigned>(pipe_of(event.agent))] +=
        event.cycle - from;
    until = event.cycle;
  }
  in_flight_.erase(found);
}

std::vector<TaskSummary> TaskTimes::summaries() const {
  std::vector<TaskSummary> result;
  for (const auto& [task, times] : tasks_) {
    TaskSummary summary;
    summary.name = task_name(task);
    summary.blocks = times.blocks;
    summary.start_cycle = times.start;
    summary.end_cycle = times.end;
    const std::uint64_t ended = times.ended_aics > 0 ? times.ended_aics : times.ended_cores;
    summary.ended = times.running_cores == 0 && ended >= times.blocks;
    for (unsigned pipe = 0; pipe < kPipeCount; ++pipe) {
      if (times.busy[pipe] == 0 || times.block_cycles == 0) continue;
      summary.pipe_busy[std::string(name(static_cast<Pipe>(pipe)))] = std::min(
          1.0, static_cast<double>(times.busy[pipe]) / static_cast<double>(times.block_cycles));
    }
    result.push_back(std::move(summary));
  }
  return result;
}

std::string TaskTimes::task_name(TaskIndex task) const {
  const auto found = tasks_.find(task);
  if (found == tasks_.end() || found->second.name.empty()) return fmt::format("task {}", task);
  return found->second.name;
}

}  // namespace npusim::analysis
