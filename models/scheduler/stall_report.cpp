// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/stall_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/scheduler/ring_pressure.h"
#include "models/scheduler/runtime_error.h"

namespace npusim {
namespace {

/// Unfinished tasks listed one by one.
constexpr std::size_t kMaxTasks = 64;

using Lines = std::vector<std::string>;

/// "AIV 0 (task 0 (add) block 0, then task 1 (mul) block 3)" for each core a thread waits for.
std::vector<std::string> running_cores(const TaskDispatcher& dispatcher) {
  std::vector<std::string> cores;
  for (const CoreSlots& core : dispatcher.tracker().cores()) {
    if (core.is_idle()) continue;
    std::string blocks = fmt::format("{} block {}", core.running.task->label(), core.running.block);
    if (core.pending) {
      blocks += fmt::format(", then {} block {}", core.pending.task->label(), core.pending.block);
    }
    cores.push_back(fmt::format("{} ({})", core_name(core.worker->core()), blocks));
  }
  return cores;
}

void append_threads(const std::vector<const TaskDispatcher*>& dispatchers, Lines& lines) {
  for (std::size_t thread = 0; thread < dispatchers.size(); ++thread) {
    const std::vector<std::string> cores = running_cores(*dispatchers[thread]);
    lines.push_back(fmt::format(
        "scheduler {}: {} iterations without progress, waits for {}", thread,
        dispatchers[thread]->idle_iterations(),
        cores.empty() ? "ready tasks" : fmt::format("FIN of {}", fmt::join(cores, ", "))));
  }
}

std::string describe_task(const TaskSlot& task) {
  if (task.fanin_count == 0) return "not wired";
  if (task.fanin_done >= task.fanin_count) {
    const std::string shares = place_count(task.places) > 1 ? " shares of blocks" : " blocks";
    return "READY or RUNNING, " + std::to_string(task.finished_subtasks) + " of " +
           std::to_string(task.subtasks()) + shares + " finished, " +
           std::to_string(task.blocks - task.next_block) + " blocks not dispatched";
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

/// A ring's memory comes back in order of submission, so one task that was never retired keeps all
/// of it, although everybody is done with it.
void append_rings(RuntimeState& state, Lines& lines) {
  for (TaskRing& ring : state.rings) {
    if (ring.last_task_alive >= ring.next_local) continue;
    const TaskSlot& oldest = ring.slot(ring.last_task_alive);
    if (oldest.state != TaskState::Consumed) continue;
    lines.push_back(
        fmt::format("ring {}: {}: {}", ring.number(), oldest.label(), why_held(oldest)));
  }
}

void append_wiring(RuntimeState& state, const std::vector<const TaskDispatcher*>& dispatchers,
                   Lines& lines) {
  const TaskSlot* const blocked = dispatchers.front()->blocked_in_wiring();
  if (blocked == nullptr) return;
  lines.push_back("wiring: " + dep_pressure(state.rings[blocked->ring], *blocked));
}

}  // namespace

std::string stall_sentence(const RuntimeState& state, int host_code) {
  std::vector<std::string> codes;
  if (state.orchestrator_code != 0) {
    codes.push_back(fmt::format("orchestrator code {} ({})", state.orchestrator_code,
                                describe(static_cast<OrchestratorError>(state.orchestrator_code))));
  }
  if (state.scheduler_code != 0) {
    codes.push_back(fmt::format("scheduler code {} (no progress)", state.scheduler_code));
  }
  if (host_code != 0) {
    codes.push_back(fmt::format("host code {} ({})", host_code, describe_host_code(host_code)));
  }
  return fmt::format("{}: {}", state.reason, fmt::join(codes, ", "));
}

Lines stall_report(RuntimeState& state, const Orchestrator& orchestrator,
                   const std::vector<const TaskDispatcher*>& dispatchers) {
  Lines lines;
  append_threads(dispatchers, lines);
  if (!orchestrator.waiting_for().empty()) {
    lines.push_back("orchestrator: waits for " + orchestrator.waiting_for());
  }
  if (state.drain.task != nullptr) {
    lines.push_back("scheduler threads: wait for idle cores for the sync_start " +
                    state.drain.task->label());
  }
  append_rings(state, lines);
  append_wiring(state, dispatchers, lines);
  append_tasks(state, lines);
  return lines;
}

}  // namespace npusim
