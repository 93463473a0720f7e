// SPDX-License-Identifier: Apache-2.0
#include "analysis/occupancy/task_times.h"

#include <algorithm>

#include <fmt/format.h>

namespace npusim::analysis {

void TaskTimes::on_task_description(const TaskDescription& description) {
  Times& times = tasks_[description.task];
  times.name = description.name;
  times.blocks = static_cast<std::uint64_t>(description.blocks);
  times.places = description.places;
}

void TaskTimes::on_sync(const SyncEvent& event) {
  if (event.kind == SyncKind::TaskStart) {
    Times& times = tasks_[event.block.task];
    times.start = times.started ? std::min(times.start, event.cycle) : event.cycle;
    times.started = true;
    ++times.running_cores;
    blocks_.try_emplace({event.block.task, event.block.block}, Block{event.cycle, 0});
  } else if (event.kind == SyncKind::TaskEnd) {
    Times& times = tasks_[event.block.task];
    times.end = std::max(times.end, event.cycle);
    --times.running_cores;
    ++times.ended_cores;
    if (kind_of(core_of(event.agent)) == CoreKind::AIC) ++times.ended_aics;
    const auto block = blocks_.find({event.block.task, event.block.block});
    if (block == blocks_.end() || ++block->second.ended_cores < place_count(times.places)) return;
    times.block_cycles += event.cycle - block->second.start;
    blocks_.erase(block);
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
    const auto kind = static_cast<unsigned>(kind_of(core_of(event.agent)));
    tasks_[found->second.task].busy[kind][static_cast<unsigned>(pipe_of(event.agent))] +=
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
      const double share = share_of(times, static_cast<Pipe>(pipe));
      if (share > 0) summary.pipe_busy[std::string(name(static_cast<Pipe>(pipe)))] = share;
    }
    result.push_back(std::move(summary));
  }
  return result;
}

double TaskTimes::share_of(const Times& times, Pipe pipe) {
  Cycle busy = 0, possible = 0;
  for (const CoreKind kind : {CoreKind::AIC, CoreKind::AIV}) {
    const Cycle spent = times.busy[static_cast<unsigned>(kind)][static_cast<unsigned>(pipe)];
    if (spent == 0) continue;
    const unsigned cubes = has(times.places, ClusterPlace::AIC) ? 1 : 0;
    const unsigned cores = kind == CoreKind::AIC ? cubes : place_count(times.places) - cubes;
    busy += spent;
    possible += std::max(cores, 1u) * times.block_cycles;
  }
  return possible == 0 ? 0
                       : std::min(1.0, static_cast<double>(busy) / static_cast<double>(possible));
}

std::string TaskTimes::task_name(TaskIndex task) const {
  const auto found = tasks_.find(task);
  if (found == tasks_.end() || found->second.name.empty()) return fmt::format("task {}", task);
  return found->second.name;
}

}  // namespace npusim::analysis
