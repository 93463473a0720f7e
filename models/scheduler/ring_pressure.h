// SPDX-License-Identifier: Apache-2.0
// Why a ring, a pool or a scope has no room: what is full, how full, who holds it, and which
// setting helps (task-runtime.md sections 3.5 and 3.6). Sentences for the run's reason.
#pragma once

#include <cstdint>
#include <string>

#include "models/scheduler/task_ring.h"

namespace npusim {

/// Why `task`, not retired yet, still has its slot and its memory: "its scope is still open".
std::string why_held(const TaskSlot& task);

/// A task of `bytes` found no room in the heap, and no task of the ring retires.
std::string heap_pressure(TaskRing& ring, std::uint64_t bytes);
/// A task found no slot, and no task of the ring retires.
std::string slot_pressure(TaskRing& ring);
/// A task with many producers found no entry of the fanin pool.
std::string fanin_pressure(TaskRing& ring);
/// `task` found no room for its edges, and everything behind it waits.
std::string dep_pressure(TaskRing& ring, const TaskSlot& task);
/// The innermost scope holds as many tasks as fit at most.
std::string scope_pressure(const TaskRing& ring, std::size_t tasks);

}  // namespace npusim
