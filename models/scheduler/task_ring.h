// SPDX-License-Identifier: Apache-2.0
// One of the four rings: task slots, heap, and the pools of dependencies (task-runtime.md 3.5).
#pragma once

#include <memory>
#include <vector>

#include "models/scheduler/entry_pool.h"
#include "models/scheduler/heap_ring.h"
#include "models/scheduler/task_slot.h"

namespace npusim {

class TaskRing {
 public:
  TaskRing(std::uint8_t number, const RuntimeProgram& program, bool later_policy)
      : heap(program.ring_heap_bytes, later_policy),
        dep_pool(static_cast<std::int32_t>(program.dep_pool)),
        fanin_pool(static_cast<std::int32_t>(program.dep_pool)),
        heap_address(program.heap_address + number * program.ring_heap_bytes),
        number_(number),
        slots_(program.ring_window) {}

  std::uint8_t number() const { return number_; }
  std::int32_t window() const { return static_cast<std::int32_t>(slots_.size()); }

  /// The slot that task number `local` has, had or will have.
  TaskSlot& slot(std::int32_t local) {
    auto& place = slots_[static_cast<std::size_t>(local % window())];
    if (!place) place = std::make_unique<TaskSlot>();
    return *place;
  }
  /// One slot always stays free.
  bool has_free_slot() const { return next_local - last_task_alive + 1 < window(); }

  HeapRing heap;
  EntryPool dep_pool;    ///< entries of consumer lists; filled by wiring
  EntryPool fanin_pool;  ///< producers beyond 64 of a task; filled by the orchestrator
  std::uint64_t heap_address;

  std::int32_t next_local = 0;       ///< tasks ever submitted here
  std::int32_t last_task_alive = 0;  ///< all tasks before are consumed and their slots free
  bool advancing = false;            ///< the lock of whoever moves last_task_alive
  std::int32_t heap_reclaimed_to = 0;
  std::int32_t fanin_reclaimed_to = 0;
  std::int32_t dep_reclaimed_to = 0;

 private:
  std::uint8_t number_;
  std::vector<std::unique_ptr<TaskSlot>> slots_;
};

}  // namespace npusim
