// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/release.h"

#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

void Release::complete(TaskSlot& task, LocalReadyBuffers* local) {
  thread_.spend(cost::kCompleteTask);
  task.state = TaskState::Completed;
  state_.emit(TaskStage::Completed, task, thread_.agent());
  const std::vector<TaskSlot*> consumers = task.consumers;
  for (auto consumer = consumers.rbegin(); consumer != consumers.rend(); ++consumer) {
    thread_.spend(cost::kCompleteConsumer);
    if (++(*consumer)->fanin_done == (*consumer)->fanin_count) make_ready(**consumer, local);
  }
  state_.announce();
}

bool Release::holds(const TaskPredicate& predicate) {
  if (predicate.op == port::PredicateOp::None) return true;
  std::uint64_t bits = 0;
  state_.memory.read(thread_.agent(), predicate.address, &bits, predicate.bytes);
  const unsigned shift = 64 - 8 * predicate.bytes;
  const std::int64_t value = static_cast<std::int64_t>(bits << shift) >> shift;
  switch (predicate.op) {
    case port::PredicateOp::Equal:
      return value == predicate.target;
    case port::PredicateOp::NotEqual:
      return value != predicate.target;
    case port::PredicateOp::Greater:
      return value > predicate.target;
    case port::PredicateOp::Less:
      return value < predicate.target;
    case port::PredicateOp::GreaterEqual:
      return value >= predicate.target;
    case port::PredicateOp::LessEqual:
      return value <= predicate.target;
    case port::PredicateOp::None:
      break;
  }
  return true;
}

void Release::make_ready(TaskSlot& task, LocalReadyBuffers* local) {
  state_.emit(TaskStage::Ready, task, thread_.agent());
  if (!holds(task.predicate)) task.shape = TaskShape::Dummy;  // completes as it is
  const bool may_stay = local != nullptr && task.shape != TaskShape::Dummy;
  if (may_stay && (*local)[static_cast<unsigned>(task.shape)].push(task)) return;
  state_.ready.of(task.shape).push_back(&task);
  state_.announce();
}

void Release::release_producers(TaskSlot& task) {
  const std::vector<TaskSlot*> producers = task.producers;
  for (TaskSlot* producer : producers) {
    thread_.spend(cost::kReleaseProducer);
    release(*producer);
  }
  consume_if_released(task);
}

void Release::release(TaskSlot& task) {
  ++task.fanout_released;
  consume_if_released(task);
  state_.announce();
}

void Release::consume_if_released(TaskSlot& task) {
  if (task.fanout_released != task.fanout_count || task.state != TaskState::Completed) return;
  task.state = TaskState::Consumed;
  state_.emit(TaskStage::Consumed, task, thread_.agent());
  advance_ring(state_.rings[task.ring]);
}

void Release::advance_ring(TaskRing& ring) {
  // A try-lock: who finds it taken leaves, even if the holder has already looked past its task.
  if (ring.advancing) return;
  ring.advancing = true;
  for (;;) {
    const std::int32_t from = ring.last_task_alive;
    std::int32_t to = from;
    while (to < ring.next_local && ring.slot(to).state == TaskState::Consumed) ++to;
    thread_.spend(cost::kAdvanceRing);
    retire(ring, from, to);
    const bool missed_one = ring.last_task_alive < ring.next_local &&
                            ring.slot(ring.last_task_alive).state == TaskState::Consumed;
    if (!state_.fixes.ring_rescanned || !missed_one) break;
  }
  ring.advancing = false;
}

void Release::retire(TaskRing& ring, std::int32_t from, std::int32_t to) {
  for (std::int32_t local = from; local < to; ++local) {
    TaskSlot& task = ring.slot(local);
    task.reset_for_reuse();
    for (BufferEvent& buffer : task.buffers) {
      buffer.kind = BufferEvent::Kind::HeapReleased;
      buffer.cycle = now();
      state_.events.on_buffer(buffer);
    }
    task.buffers.clear();
  }
  ring.last_task_alive = to;
  if (to != from) state_.announce();
}

}  // namespace npusim
