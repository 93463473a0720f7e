// SPDX-License-Identifier: Apache-2.0
// Which tasks a submitted task waits for (task-runtime.md sections 3.1 and 3.2). Not looked for at
// all: readers before a writer (WAR), and writers before an OUTPUT_EXISTING argument (WAW).
#include <algorithm>

#include "models/scheduler/orchestrator.h"
#include "models/scheduler/ring_pressure.h"
#include "models/scheduler/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

/// Producers kept in the payload itself; more go to the ring's fanin pool.
constexpr std::size_t kInlineProducers = 64;

std::uint8_t ring_of(std::uint64_t id) { return static_cast<std::uint8_t>(id >> 32); }
std::int32_t local_of(std::uint64_t id) { return static_cast<std::int32_t>(id & 0xFFFFFFFFu); }

void reclaim_fanin_pool(TaskRing& ring) {
  for (; ring.fanin_reclaimed_to < ring.last_task_alive; ++ring.fanin_reclaimed_to) {
    const TaskSlot& task = ring.slot(ring.fanin_reclaimed_to);
    if (task.spill_end > 0) ring.fanin_pool.free_to(task.spill_end);
  }
}

}  // namespace

void Orchestrator::emit_edge(TaskIndex producer, TaskIndex consumer, Edge reason) {
  DependencyEvent event;
  event.producer = producer;
  event.consumer = consumer;
  event.reason = reason;
  event.cycle = now();
  state_.events.on_dependency(event);
}

bool Orchestrator::find_producers(TaskSlot& task, const port::Submission& request) {
  if (!add_explicit(task, request)) return false;
  if (scopes_.is_manual()) return true;
  for (std::int32_t i = 0; i < request.tensor_count; ++i) {
    const port::ArgumentTag tag = request.tags[i];
    if (tag == port::ArgumentTag::Output) continue;
    const port::TensorImage& tensor = *request.tensors[i];
    if (!add_creator(task, tensor)) return false;
    const bool reads = tag == port::ArgumentTag::Input || tag == port::ArgumentTag::InOut;
    if (!reads || tensor.manual_dep) continue;
    if (!add_writers(task, tensor, tag == port::ArgumentTag::InOut)) return false;
  }
  return true;
}

bool Orchestrator::add_explicit(TaskSlot& task, const port::Submission& request) {
  for (std::uint32_t i = 0; i < request.dependency_count; ++i) {
    const std::uint64_t id = request.dependencies[i];
    if (id == port::kInvalidTask || ring_of(id) >= kRingCount) {
      fail(static_cast<int>(OrchestratorError::InvalidArgs), "set_dependencies of " + task.label() +
                                                                 ": id " + std::to_string(i) +
                                                                 " is not a task id");
      return false;
    }
    TaskRing& ring = state_.rings[ring_of(id)];
    TaskSlot& producer = ring.slot(local_of(id));
    if (local_of(id) < ring.last_task_alive) {
      // Retired: no edge is needed. Its number is only known while nobody else has its slot.
      if (producer.local == local_of(id)) emit_edge(producer.task, task.task, Edge::Explicit);
      continue;
    }
    if (!add_producer(task, producer, Edge::Explicit)) return false;
  }
  return true;
}

bool Orchestrator::add_creator(TaskSlot& task, const port::TensorImage& tensor) {
  if (tensor.owner_task == port::kInvalidTask) return true;
  const std::int32_t local = local_of(tensor.owner_task);
  TaskSlot& creator = state_.rings[ring_of(tensor.owner_task)].slot(local);
  const bool is_gone = creator.local != local || creator.state == TaskState::Consumed;
  if (state_.fixes.creator_state_checked && is_gone) {
    if (creator.local == local) emit_edge(creator.task, task.task, Edge::Creator);
    return true;
  }
  return add_producer(task, creator, Edge::Creator);
}

bool Orchestrator::add_writers(TaskSlot& task, const port::TensorImage& tensor,
                               bool replaces_covered) {
  bool ok = true;
  map_.lookup(
      tensor,
      [&](const TensorMap::Entry& entry, Overlap overlap) {
        TaskSlot& writer = state_.rings[entry.ring].slot(entry.local);
        ok = ok && add_producer(task, writer, Edge::Writer);
        return ok && replaces_covered && overlap == Overlap::Covered;
      },
      [&](TaskIndex writer, Overlap overlap) {
        emit_edge(writer, task.task, Edge::Writer);
        return replaces_covered && overlap == Overlap::Covered;
      });
  return ok;
}

bool Orchestrator::add_producer(TaskSlot& task, TaskSlot& producer, Edge reason) {
  const auto found = std::find(task.producers.begin(), task.producers.end(), &producer);
  if (found != task.producers.end()) return true;
  if (task.producers.size() >= kInlineProducers) {
    TaskRing& ring = state_.rings[task.ring];
    if (!wait_for_fanin_room(ring)) return false;
    ring.fanin_pool.take();
    task.spill_end = ring.fanin_pool.top();
  }
  task.producers.push_back(&producer);
  if (producer.scope_open) sure_consumers_[producer.task].push_back(task.task);
  emit_edge(producer.task, task.task, reason);
  return true;
}

bool Orchestrator::wait_for_fanin_room(TaskRing& ring) {
  const auto has_room = [&] {
    if (ring.fanin_pool.available() < 1) reclaim_fanin_pool(ring);
    return ring.fanin_pool.available() >= 1;
  };
  const auto what = [&] {
    return "an entry of the fanin pool of ring " + std::to_string(ring.number());
  };
  return wait_in_ring(ring, has_room, what, [&] {
    fail(static_cast<int>(OrchestratorError::DepPoolOverflow), fanin_pressure(ring));
  });
}

bool Orchestrator::record_writes(TaskSlot& task, const port::Submission& request) {
  if (scopes_.is_manual()) return true;
  for (std::int32_t i = 0; i < request.tensor_count; ++i) {
    const port::ArgumentTag tag = request.tags[i];
    if (tag != port::ArgumentTag::InOut && tag != port::ArgumentTag::OutputExisting) continue;
    const port::TensorImage& tensor = *request.tensors[i];
    if (tensor.manual_dep || map_.insert(tensor, task.ring, task.local, task.task)) continue;
    fail(static_cast<int>(OrchestratorError::TensorMapOverflow),
         "the TensorMap holds " + std::to_string(TensorMap::kCapacity) +
             " writers, as many as the runtime can: close scopes earlier, so that tasks retire");
    return false;
  }
  return true;
}

}  // namespace npusim
