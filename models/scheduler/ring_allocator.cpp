// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/ring_allocator.h"

#include <fmt/format.h>

#include "models/scheduler/ring_pressure.h"
#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

void reclaim_heap(TaskRing& ring) {
  const std::int32_t alive = ring.last_task_alive;
  if (alive <= ring.heap_reclaimed_to) return;
  ring.heap_reclaimed_to = alive;
  ring.heap.reclaim(ring.slot(alive - 1).heap_end, alive == ring.next_local);
}

void reclaim_fanin_pool(TaskRing& ring) {
  for (; ring.fanin_reclaimed_to < ring.last_task_alive; ++ring.fanin_reclaimed_to) {
    const TaskSlot& task = ring.slot(ring.fanin_reclaimed_to);
    if (task.spill_end > 0) ring.fanin_pool.free_to(task.spill_end);
  }
}

}  // namespace

bool RingAllocator::wait(TaskRing& ring, const std::function<bool()>& has_room,
                         const std::function<std::string()>& what,
                         const std::function<void()>& give_up) {
  const Cycle limit = cycles_from_ns(orchestrator_.clock.nanoseconds(cost::kSpin) *
                                     static_cast<double>(cost::kAllocatorSpins));
  std::int32_t alive = ring.last_task_alive;
  Cycle since = now();
  while (!has_room()) {
    orchestrator_.waiting_for = what();
    if (ring.last_task_alive > alive) {
      alive = ring.last_task_alive;
      since = now();
    }
    if (now() - since >= limit) {
      give_up();
      return false;
    }
    orchestrator_.clock.sleep_until(since + limit, orchestrator_.runtime.changed);
  }
  orchestrator_.waiting_for.clear();
  return true;
}

std::optional<std::uint64_t> RingAllocator::wait_for_slot(TaskRing& ring, std::uint64_t bytes) {
  std::optional<std::uint64_t> offset;
  const auto has_room = [&] {
    reclaim_heap(ring);
    if (!ring.has_free_slot()) return false;
    offset = ring.heap.allocate(bytes);
    return offset.has_value();
  };
  const auto what = [&] {
    return ring.has_free_slot()
               ? fmt::format("{} bytes of the heap of ring {}", bytes, ring.number())
               : fmt::format("a task slot in ring {}", ring.number());
  };
  const auto give_up = [&] {
    if (ring.has_free_slot()) {
      orchestrator_.fail(OrchestratorError::HeapRingDeadlock, heap_pressure(ring, bytes));
    } else {
      orchestrator_.fail(OrchestratorError::FlowControlDeadlock, slot_pressure(ring));
    }
  };
  return wait(ring, has_room, what, give_up) ? offset : std::nullopt;
}

bool RingAllocator::wait_for_fanin(TaskRing& ring) {
  const auto has_room = [&] {
    if (ring.fanin_pool.available() < 1) reclaim_fanin_pool(ring);
    return ring.fanin_pool.available() >= 1;
  };
  const auto what = [&] {
    return "an entry of the fanin pool of ring " + std::to_string(ring.number());
  };
  return wait(ring, has_room, what, [&] {
    orchestrator_.fail(OrchestratorError::DepPoolOverflow, fanin_pressure(ring));
  });
}

}  // namespace npusim
