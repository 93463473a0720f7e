// SPDX-License-Identifier: Apache-2.0
// One of the four rings: task slots, heap, and the pools of dependencies (task-runtime.md 3.5).
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "models/scheduler/entry_pool.h"
#include "models/scheduler/heap_ring.h"
#include "models/scheduler/task_slot.h"

namespace npusim {

class TaskRing {
 public:
  TaskRing(std::uint8_t number, const RingSize& size, std::uint64_t new_heap_address,
           bool empty_heap_resets)
      : heap(size.heap_bytes, empty_heap_resets),
        dep_pool(static_cast<std::int32_t>(size.dep_pool)),
        fanin_pool(static_cast<std::int32_t>(size.dep_pool)),
        heap_address(new_heap_address),
        number_(number),
        window_(static_cast<std::int32_t>(size.task_window)),
        slots_((size.task_window + kChunk - 1) / kChunk) {}

  std::uint8_t number() const { return number_; }
  std::int32_t window() const { return window_; }

  /// The slot that task number `local` has, had or will have.
  TaskSlot& slot(std::int32_t local) {
    const auto index = static_cast<std::size_t>(local % window());
    auto& chunk = slots_[index / kChunk];
    if (!chunk) chunk = std::make_unique<Chunk>();
    auto& place = (*chunk)[index % kChunk];
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
  // Slots come into being when they are first used; a window may have many thousands.
  static constexpr std::size_t kChunk = 256;
  using Chunk = std::array<std::unique_ptr<TaskSlot>, kChunk>;

  std::uint8_t number_;
  std::int32_t window_;
  std::vector<std::unique_ptr<Chunk>> slots_;
};

}  // namespace npusim
