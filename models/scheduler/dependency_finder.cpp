// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/dependency_finder.h"

#include <algorithm>

namespace npusim {
namespace {

/// Producers kept in the payload itself; more go to the ring's fanin pool.
constexpr std::size_t kInlineProducers = 64;

std::uint8_t ring_of(std::uint64_t id) { return static_cast<std::uint8_t>(id >> 32); }
std::int32_t local_of(std::uint64_t id) { return static_cast<std::int32_t>(id & 0xFFFFFFFFu); }

}  // namespace

void DependencyFinder::emit_edge(TaskIndex producer, TaskIndex consumer, DependencyReason reason) {
  DependencyEvent event;
  event.producer = producer;
  event.consumer = consumer;
  event.reason = reason;
  event.cycle = now();
  runtime_.events.on_dependency(event);
}

bool DependencyFinder::find_producers(TaskSlot& task, const port::Submission& request) {
  if (!add_explicit(task, request)) return false;
  if (orchestrator_.scopes.is_manual()) return true;
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

bool DependencyFinder::add_explicit(TaskSlot& task, const port::Submission& request) {
  for (std::uint32_t i = 0; i < request.dependency_count; ++i) {
    const std::uint64_t id = request.dependencies[i];
    if (id == port::kInvalidTask || ring_of(id) >= kRingCount) {
      orchestrator_.fail(OrchestratorError::InvalidArgs, "set_dependencies of " + task.label() +
                                                             ": id " + std::to_string(i) +
                                                             " is not a task id");
      return false;
    }
    TaskRing& ring = runtime_.rings[ring_of(id)];
    TaskSlot& producer = ring.slot(local_of(id));
    if (local_of(id) < ring.last_task_alive) {
      // Retired: no edge is needed. Its number is only known while nobody else has its slot.
      if (producer.local == local_of(id))
        emit_edge(producer.task, task.task, DependencyReason::Explicit);
      continue;
    }
    if (!add_producer(task, producer, DependencyReason::Explicit)) return false;
  }
  return true;
}

bool DependencyFinder::add_creator(TaskSlot& task, const port::TensorImage& tensor) {
  if (tensor.owner_task == port::kInvalidTask) return true;
  const std::int32_t local = local_of(tensor.owner_task);
  TaskSlot& creator = runtime_.rings[ring_of(tensor.owner_task)].slot(local);
  const bool is_gone = creator.local != local || creator.state == TaskState::Consumed;
  if (runtime_.fixes.creator_state_checked && is_gone) {
    if (creator.local == local) emit_edge(creator.task, task.task, DependencyReason::Creator);
    return true;
  }
  return add_producer(task, creator, DependencyReason::Creator);
}

bool DependencyFinder::add_writers(TaskSlot& task, const port::TensorImage& tensor,
                                   bool replaces_covered) {
  bool ok = true;
  map_.lookup(
      tensor,
      [&](const TensorMap::Entry& entry, Overlap overlap) {
        TaskSlot& writer = runtime_.rings[entry.ring].slot(entry.local);
        ok = ok && add_producer(task, writer, DependencyReason::Writer);
        return ok && replaces_covered && overlap == Overlap::Covered;
      },
      [&](TaskIndex writer, Overlap overlap) {
        emit_edge(writer, task.task, DependencyReason::Writer);
        return replaces_covered && overlap == Overlap::Covered;
      });
  return ok;
}

bool DependencyFinder::add_producer(TaskSlot& task, TaskSlot& producer, DependencyReason reason) {
  const auto found = std::find(task.producers.begin(), task.producers.end(), &producer);
  if (found != task.producers.end()) return true;
  if (task.producers.size() >= kInlineProducers) {
    TaskRing& ring = runtime_.rings[task.ring];
    if (!rings_.wait_for_fanin(ring)) return false;
    ring.fanin_pool.take();
    task.spill_end = ring.fanin_pool.top();
  }
  task.producers.push_back(&producer);
  if (producer.scope_open) sure_consumers_[producer.task].push_back(task.task);
  emit_edge(producer.task, task.task, reason);
  return true;
}

bool DependencyFinder::record_writes(TaskSlot& task, const port::Submission& request) {
  if (orchestrator_.scopes.is_manual()) return true;
  for (std::int32_t i = 0; i < request.tensor_count; ++i) {
    const port::ArgumentTag tag = request.tags[i];
    if (tag != port::ArgumentTag::InOut && tag != port::ArgumentTag::OutputExisting) continue;
    const port::TensorImage& tensor = *request.tensors[i];
    if (tensor.manual_dep || map_.insert(tensor, task.ring, task.local, task.task)) continue;
    orchestrator_.fail(
        OrchestratorError::TensorMapOverflow,
        "the TensorMap holds " + std::to_string(TensorMap::kCapacity) +
            " writers, as many as the runtime can: close scopes earlier, so that tasks retire");
    return false;
  }
  return true;
}

DependencyFinder::Writers DependencyFinder::writers_of(const port::TensorImage& tensor) {
  Writers writers;
  const auto add = [&](std::uint8_t ring, std::int32_t local) {
    TaskSlot& task = runtime_.rings[ring].slot(local);
    if (std::find(writers.slots.begin(), writers.slots.end(), &task) == writers.slots.end()) {
      writers.slots.push_back(&task);
    }
    if (task.local == local) writers.tasks.push_back(task.task);
  };
  if (tensor.owner_task != port::kInvalidTask) {
    add(ring_of(tensor.owner_task), local_of(tensor.owner_task));
  }
  map_.lookup(
      tensor,
      [&](const TensorMap::Entry& entry, Overlap) {
        add(entry.ring, entry.local);
        return false;
      },
      [&](TaskIndex writer, Overlap) {
        writers.tasks.push_back(writer);
        return false;
      });
  return writers;
}

void DependencyFinder::emit_access_edges(const std::vector<TaskIndex>& tasks, bool and_consumers) {
  for (const TaskIndex task : tasks) {
    emit_edge(task, kNoTask, DependencyReason::ScalarAccess);
    if (!and_consumers) continue;
    for (const TaskIndex consumer : sure_consumers_[task]) {
      emit_edge(consumer, kNoTask, DependencyReason::ScalarAccess);
    }
  }
}

}  // namespace npusim
