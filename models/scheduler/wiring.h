// SPDX-License-Identifier: Apache-2.0
// Scheduler thread 0's other job: turning submitted tasks' producer lists into consumer lists
// (task-runtime.md section 4.2). Strictly first in, first out: a task that finds too little room in
// the dependency pool holds up everything behind it.
#pragma once

#include <deque>

#include "models/scheduler/release.h"

namespace npusim {

class Wiring {
 public:
  static constexpr std::size_t kQueueCapacity = 1023;
  static constexpr std::size_t kBatch = 30;
  static constexpr std::uint64_t kBackoffLimit = 32;

  Wiring(RuntimeState& state, AicpuThread& thread)
      : state_(state), thread_(thread), release_(state, thread) {}

  /// Wires what is due; returns the number of tasks. Takes a short batch only if `all` is set, if
  /// the orchestrator waits, or at the 33rd call.
  std::size_t drain(bool all);

  /// What `count` calls of drain() that have nothing to do would leave behind.
  void skip_idle_calls(std::uint64_t count, bool all);
  /// How many further calls of drain() surely do nothing while the shared state stays as it is.
  std::uint64_t idle_calls_ahead(bool all) const;

  /// Whether `task` finds room for its edges now.
  bool has_room(TaskSlot& task);
  void wire(TaskSlot& task);

  /// The task that finds no room, at the head of all others; null if there is none.
  const TaskSlot* blocked() const { return batch_.empty() ? nullptr : batch_.front(); }

 private:
  RuntimeState& state_;
  AicpuThread& thread_;
  Release release_;
  std::deque<TaskSlot*> batch_;
  std::uint64_t backoff_ = 0;
};

}  // namespace npusim
