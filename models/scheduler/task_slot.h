// SPDX-License-Identifier: Apache-2.0
// A place in a task ring: the state of the task that has it, and its payload (task-runtime.md
// sections 3.4 and 4). Slots are recycled; late releases that hit a recycled slot count for its new
// task, as on the device.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "models/arch/event.h"
#include "models/scheduler/runtime_program.h"
#include "pto/port/runtime_port.h"

namespace npusim {

enum class TaskState : std::uint8_t { Pending, Completed, Consumed };

/// What a task needs; the first three have a ready queue each. Dummy: no core.
enum class TaskShape : std::uint8_t { AIC, AIV, MIX, Dummy };
inline constexpr unsigned kDispatchShapeCount = 3;

/// What a task runs on each core of its blocks.
struct TaskKernels {
  TaskShape shape = TaskShape::Dummy;
  ClusterPlaces places = 0;
  std::array<KernelEntry, kClusterPlaceCount> entries{};  ///< by ClusterPlace
  std::string name = "dummy";
};

/// Whether a task whose producers are complete runs, or completes as it is.
struct TaskPredicate {
  port::PredicateOp op = port::PredicateOp::None;
  std::uint64_t address = 0;
  unsigned bytes = 0;
  std::int64_t target = 0;
};

struct TaskSlot {
  // The task.
  TaskIndex task = kNoTask;
  std::uint8_t ring = 0;
  std::int32_t local = 0;  ///< number in the ring
  std::string name;
  TaskShape shape = TaskShape::Dummy;
  ClusterPlaces places = 0;
  std::array<KernelEntry, kClusterPlaceCount> entries{};  ///< by ClusterPlace
  std::int32_t blocks = 0;
  TaskPredicate predicate;
  bool sync_start = false;
  bool scope_open = false;  ///< the scope it was submitted in
  TaskState state = TaskState::Consumed;

  // Progress.
  std::int32_t next_block = 0;
  std::int32_t finished_subtasks = 0;  ///< a block has one on each of its cores

  // Dependencies.
  std::vector<TaskSlot*> producers;
  std::vector<TaskSlot*> consumers;  ///< in the order they were wired
  std::int32_t fanin_count = 0;      ///< producers + 1; set when wired
  std::int32_t fanin_done = 0;
  std::int32_t fanout_count = 1;  ///< consumers + 1 for the scope
  std::int32_t fanout_released = 0;
  std::int32_t spill_end = 0;      ///< top of the fanin pool after this task's spilled producers
  std::int32_t dep_pool_mark = 0;  ///< top of the dep pool after this task was wired

  // Memory.
  std::uint64_t heap_begin = 0, heap_end = 0;  ///< offsets in the ring's heap
  std::vector<BufferEvent> buffers;            ///< its outputs, as announced

  // Payload: what kernels get pointers to.
  std::int32_t tensor_count = 0;
  std::int32_t scalar_count = 0;
  std::array<port::TensorImage, port::kArgumentRoom> tensors;
  std::array<std::uint64_t, port::kArgumentRoom> scalars;

  /// When the ring has moved past the task. The state stays Consumed until the slot is taken again.
  void reset_for_reuse() {
    fanout_count = 1;
    fanout_released = 0;
    fanin_done = 0;
    consumers.clear();
    finished_subtasks = 0;
    next_block = 0;
  }
  std::int32_t subtasks() const { return blocks * static_cast<std::int32_t>(place_count(places)); }
  std::uint64_t id() const { return std::uint64_t{ring} << 32 | static_cast<std::uint32_t>(local); }
  std::string label() const { return "task " + std::to_string(task) + " (" + name + ")"; }
};

}  // namespace npusim
