// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/wiring.h"

#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

/// Retired tasks between two looks for free entries of the dependency pool.
constexpr std::int32_t kCleanupInterval = 64;

void reclaim(TaskRing& ring) {
  const std::int32_t alive = ring.last_task_alive;
  if (alive == 0 || alive < ring.dep_reclaimed_to + kCleanupInterval) return;
  ring.dep_pool.free_to(ring.slot(alive - 1).dep_pool_mark);
  ring.dep_reclaimed_to = alive;
}

}  // namespace

std::size_t Wiring::drain(bool all) {
  if (batch_.empty()) {
    const bool waits_for_more = !all && state_.submitted.size() < kBatch &&
                                !state_.orchestrator_needs_wiring && backoff_ < kBackoffLimit;
    if (waits_for_more) {
      ++backoff_;
      return 0;
    }
    backoff_ = 0;
    while (!state_.submitted.empty() && batch_.size() < kBatch) {
      batch_.push_back(state_.submitted.front());
      state_.submitted.pop_front();
    }
    if (!batch_.empty()) state_.announce();  // the orchestrator may wait for room in the queue
  }
  std::size_t wired = 0;
  while (!batch_.empty() && has_room(*batch_.front())) {
    TaskSlot& task = *batch_.front();
    batch_.pop_front();
    wire(task);
    ++wired;
  }
  return wired;
}

void Wiring::skip_idle_calls(std::uint64_t count, bool all) {
  if (!batch_.empty()) return;
  const bool counts = !all && !state_.orchestrator_needs_wiring;
  // Every 33rd call takes an empty batch and starts over.
  backoff_ = counts ? (backoff_ + count) % (kBackoffLimit + 1) : count > 0 ? 0 : backoff_;
}

std::uint64_t Wiring::idle_calls_ahead(bool all) const {
  if (!batch_.empty() || state_.submitted.empty()) return ~std::uint64_t{0};
  const bool counts = !all && !state_.orchestrator_needs_wiring && state_.submitted.size() < kBatch;
  return counts ? kBackoffLimit - backoff_ : 0;
}

bool Wiring::has_room(TaskSlot& task) {
  const auto edges = static_cast<std::int32_t>(task.producers.size());
  TaskRing& ring = state_.rings[task.ring];
  if (edges == 0 || ring.dep_pool.available() >= edges) return true;
  reclaim(ring);
  return ring.dep_pool.available() >= edges;
}

void Wiring::wire(TaskSlot& task) {
  thread_.spend(cost::kWireTask);
  EntryPool& pool = state_.rings[task.ring].dep_pool;
  task.fanin_count = static_cast<std::int32_t>(task.producers.size()) + 1;
  std::int32_t done = 1;
  for (TaskSlot* producer : task.producers) {
    thread_.spend(cost::kWireEdge);
    if (producer->state >= TaskState::Completed) {
      ++done;
    } else {
      pool.take();
      producer->consumers.push_back(&task);
    }
  }
  task.dep_pool_mark = pool.top();
  task.fanin_done += done;
  if (task.fanin_done >= task.fanin_count) release_.make_ready(task, nullptr);
}

}  // namespace npusim
