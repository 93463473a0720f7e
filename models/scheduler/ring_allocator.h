// SPDX-License-Identifier: Apache-2.0
// Room in a task ring: slots, heap, entries of its pools. Who finds none waits for older tasks of
// the ring to retire, and gives up when none does (task-runtime.md section 3.1).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "models/scheduler/orchestrator_state.h"

namespace npusim {

class RingAllocator {
 public:
  explicit RingAllocator(OrchestratorState& orchestrator) : orchestrator_(orchestrator) {}

  /// Waits for a task slot and `bytes` of the heap: their offset in it. Nothing if the orchestrator
  /// gave up.
  std::optional<std::uint64_t> wait_for_slot(TaskRing& ring, std::uint64_t bytes);
  /// Waits for an entry of the fanin pool; false if the orchestrator gave up.
  bool wait_for_fanin(TaskRing& ring);
  /// Waits until `has_room`; gives up when no task of the ring has retired for the time of the
  /// runtime's spins.
  bool wait(TaskRing& ring, const std::function<bool()>& has_room,
            const std::function<std::string()>& what, const std::function<void()>& give_up);

 private:
  OrchestratorState& orchestrator_;
};

}  // namespace npusim
