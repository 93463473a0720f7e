// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/ring_pressure.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace npusim {
namespace {

/// Tasks that a sentence names.
constexpr std::size_t kMostNamed = 4;

std::string setting(std::string_view variable, std::string_view knob) {
  return fmt::format("{} (environment, RUNTIME_ENV of kernel_config.py, or --set runtime.{}=N)",
                     variable, knob);
}
std::string heap_setting() { return setting("PTO2_RING_HEAP", "ring_heap"); }
std::string window_setting() { return setting("PTO2_RING_TASK_WINDOW", "ring_task_window"); }
std::string dep_setting() { return setting("PTO2_RING_DEP_POOL", "ring_dep_pool"); }

std::string list_of(const std::vector<const TaskSlot*>& tasks) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < std::min(tasks.size(), kMostNamed); ++i) {
    labels.push_back(tasks[i]->label());
  }
  if (tasks.size() > kMostNamed) {
    labels.push_back(fmt::format("{} more", tasks.size() - kMostNamed));
  }
  return fmt::to_string(fmt::join(labels, ", "));
}

template <typename Tasks>
std::vector<const TaskSlot*> pending_of(const Tasks& tasks) {
  std::vector<const TaskSlot*> pending;
  for (const TaskSlot* task : tasks) {
    if (task->state == TaskState::Pending) pending.push_back(task);
  }
  return pending;
}

std::string holder(TaskRing& ring) {
  const std::int32_t held = ring.next_local - ring.last_task_alive;
  if (held == 0) return "no task holds any of it";
  const TaskSlot& oldest = ring.slot(ring.last_task_alive);
  return fmt::format(
      "tasks give back in order of submission, and the oldest of {}, {}, does not: {}", held,
      oldest.label(), why_held(oldest));
}

}  // namespace

std::string why_held(const TaskSlot& task) {
  if (task.state == TaskState::Consumed) {
    return "it is consumed, but whoever came to retire it found the ring's lock taken and left "
           "(mended in later runtimes: --set runtime.policy=later)";
  }
  if (task.state == TaskState::Completed) {
    const auto waiting = pending_of(task.consumers);
    const std::string consumers = waiting.empty()
                                      ? ""
                                      : fmt::format(" {} of its consumers have not ended: {}",
                                                    waiting.size(), list_of(waiting));
    if (task.scope_open) {
      return "it is complete, but its scope is still open" +
             (consumers.empty() ? consumers : ";" + consumers);
    }
    return consumers.empty() ? "it is complete, but not all of its consumers have let go of it"
                             : "it is complete, but" + consumers;
  }
  const std::string scope = task.scope_open ? "; its scope is still open" : "";
  if (task.fanin_count == 0) return "its dependencies are not wired yet" + scope;
  if (task.fanin_done < task.fanin_count) {
    return fmt::format("it waits for {}{}", list_of(pending_of(task.producers)), scope);
  }
  return fmt::format("it is ready or runs, finished on {} of the {} cores that its blocks need{}",
                     task.finished_subtasks, task.subtasks(), scope);
}

std::string heap_pressure(TaskRing& ring, std::uint64_t bytes) {
  const HeapRing& heap = ring.heap;
  if (bytes > heap.bytes()) {
    return fmt::format(
        "{} bytes of outputs of one task can never fit the heap of ring {}, which "
        "has {}: raise {}",
        bytes, ring.number(), heap.bytes(), heap_setting());
  }
  if (ring.last_task_alive == ring.next_local) {
    return fmt::format(
        "{} bytes find no room in the empty heap of ring {} ({} bytes), whose end is "
        "at {}: a block is never split (later runtimes start an empty heap over: "
        "--set runtime.policy=later); or raise {}",
        bytes, ring.number(), heap.bytes(), heap.top(), heap_setting());
  }
  return fmt::format(
      "{} bytes find no room in the heap of ring {}, of which {} of {} bytes are "
      "held: {}; close scopes earlier, or raise {}",
      bytes, ring.number(), heap.held(), heap.bytes(), holder(ring), heap_setting());
}

std::string slot_pressure(TaskRing& ring) {
  return fmt::format(
      "all {} task slots of ring {} are held (one more always stays free): {}; close "
      "scopes earlier, or raise {}",
      ring.window() - 1, ring.number(), holder(ring), window_setting());
}

std::string fanin_pressure(TaskRing& ring) {
  return fmt::format(
      "the fanin pool of ring {} is full ({} of {} entries, for producers beyond 64 "
      "of a task): {}; or raise {}",
      ring.number(), ring.fanin_pool.capacity() - ring.fanin_pool.available(),
      ring.fanin_pool.capacity(), holder(ring), dep_setting());
}

std::string dep_pressure(TaskRing& ring, const TaskSlot& task) {
  const EntryPool& pool = ring.dep_pool;
  const auto needed = static_cast<std::int32_t>(task.producers.size());
  if (needed > pool.capacity()) {
    return fmt::format(
        "{} has {} producers and can never fit the dependency pool of ring {}, which "
        "has {} entries; everything behind it waits: raise {}",
        task.label(), needed, ring.number(), pool.capacity(), dep_setting());
  }
  return fmt::format(
      "{} needs {} entries of the dependency pool of ring {}, of which {} of {} are "
      "in use; everything behind it waits: {}; or raise {}",
      task.label(), needed, ring.number(), pool.capacity() - pool.available(), pool.capacity(),
      holder(ring), dep_setting());
}

std::string scope_pressure(const TaskRing& ring, std::size_t tasks) {
  return fmt::format(
      "the innermost scope already holds {} tasks, and ring {} has {} task slots: none "
      "of them is given back before the scope ends; close the scope earlier, or "
      "raise {}",
      tasks, ring.number(), ring.window(), window_setting());
}

}  // namespace npusim
