// SPDX-License-Identifier: Apache-2.0
// Submitting a task: slot and heap block, dependencies, payload, wiring queue (task-runtime.md
// section 3.1).
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "models/scheduler/image_dtype.h"
#include "models/scheduler/orchestrator.h"
#include "models/scheduler/ring_pressure.h"
#include "models/scheduler/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

constexpr int code(OrchestratorError error) { return static_cast<int>(error); }

}  // namespace

KernelEntry Orchestrator::entry_of(std::int32_t func_id, CoreKind core, std::string& names) {
  const auto found = state_.program.kernels.find(func_id);
  if (found == state_.program.kernels.end()) {
    abort("no kernel has func_id " + std::to_string(func_id));
  }
  const RuntimeKernel& kernel = found->second;
  const auto& entry = core == CoreKind::AIC ? kernel.aic : kernel.aiv;
  if (!entry) {
    abort("kernel " + kernel.name + " (func_id " + std::to_string(func_id) +
          ") is not made for an " + (core == CoreKind::AIC ? "AIC" : "AIV"));
  }
  if (!names.ends_with(kernel.name)) names += (names.empty() ? "" : "+") + kernel.name;
  return *entry;
}

TaskKernels Orchestrator::choose_kernels(const port::Submission& request) {
  if (request.block_num < 1) abort("a task with block_num below 1");
  std::int32_t ids[kClusterPlaceCount] = {request.aic_kernel, request.aiv0_kernel,
                                          request.aiv1_kernel};
  if (ids[0] == -1 && ids[1] == -1) std::swap(ids[1], ids[2]);  // one AIV: of either lane
  TaskKernels kernels;
  kernels.name.clear();
  for (unsigned place = 0; place < kClusterPlaceCount; ++place) {
    if (ids[place] == -1) continue;
    kernels.places |= only(static_cast<ClusterPlace>(place));
    const CoreKind core = place == 0 ? CoreKind::AIC : CoreKind::AIV;
    kernels.entries[place] = entry_of(ids[place], core, kernels.name);
  }
  if (kernels.places == 0) abort("a task without any kernel");
  kernels.shape = place_count(kernels.places) > 1             ? TaskShape::MIX
                  : kernels.places == only(ClusterPlace::AIC) ? TaskShape::AIC
                                                              : TaskShape::AIV;
  return kernels;
}

void Orchestrator::submit(const port::Submission& request, port::SubmissionResult& result) {
  if (fatal_) return;
  if (request.error != nullptr) {
    fail(code(OrchestratorError::InvalidArgs), request.error);
    return;
  }
  const TaskKernels kernels = choose_kernels(request);
  const auto most =
      static_cast<int>(kernels.shape == TaskShape::AIV ? clusters() * kAivPerCluster : clusters());
  if (request.require_sync_start && request.block_num > most) {
    fail(code(OrchestratorError::RequireSyncStartInvalid),
         fmt::format("a sync_start task of {} has {} blocks, more than the {} {} of this run",
                     kernels.name, request.block_num, most,
                     kernels.shape == TaskShape::AIV ? "AIVs" : "clusters"));
    return;
  }
  submit_task(request, kernels, result);
}

void Orchestrator::submit_dummy(const port::Submission& request, port::SubmissionResult& result) {
  if (fatal_) return;
  if (request.error != nullptr) {
    fail(code(OrchestratorError::InvalidArgs), request.error);
    return;
  }
  submit_task(request, {}, result);
}

TaskPredicate Orchestrator::predicate_of(const port::Predicate& predicate) {
  TaskPredicate result;
  if (predicate.op == port::PredicateOp::None) return result;
  if (predicate.tensor == nullptr || predicate.tensor->buffer_address == 0) {
    abort("a task's predicate has no tensor in device memory");
  }
  const auto address =
      locate("a task's predicate", *predicate.tensor, predicate.ndims, predicate.indices, false);
  if (!address) return result;
  result.op = predicate.op;
  result.address = *address;
  result.bytes = size_bytes(image_dtype(predicate.tensor->dtype));
  result.target = predicate.target;
  return result;
}

void Orchestrator::submit_task(const port::Submission& request, const TaskKernels& kernels,
                               port::SubmissionResult& result) {
  clock_.spend(cost::kSubmitAllocateNs);
  const OutputLayout layout(request);
  TaskSlot* slot = take_slot(request, layout, kernels);
  if (slot == nullptr) return;
  TaskSlot& task = *slot;
  task.blocks = kernels.shape == TaskShape::Dummy ? 0 : request.block_num;
  task.sync_start = request.require_sync_start && request.block_num > 1;
  task.predicate = predicate_of(request.predicate);
  result.task = task.id();
  describe(task, request, layout);

  map_.sync(task.ring, task.local, state_.rings[task.ring].last_task_alive);
  clock_.spend(cost::kSubmitLookupNs +
               cost::kSubmitTensorNs * std::max(0, request.tensor_count - 4));
  if (!find_producers(task, request)) return;
  clock_.spend(cost::kSubmitInsertNs);
  if (!record_writes(task, request)) return;
  // Without a lock, and some time after the lookups: a producer may be consumed by now.
  for (TaskSlot* producer : task.producers) ++producer->fanout_count;
  clock_.spend(cost::kSubmitArgumentsNs);
  fill_payload(task, request, layout, result);
  state_.emit(TaskStage::Submitted, task, clock_.agent());
  pass_to_wiring(task);
}

void Orchestrator::alloc_tensors(const port::Submission& request, port::SubmissionResult& result) {
  if (fatal_) return;
  const bool outputs_only =
      request.tensor_count > 0 && request.scalar_count == 0 &&
      std::all_of(request.tags, request.tags + request.tensor_count,
                  [](port::ArgumentTag tag) { return tag == port::ArgumentTag::Output; });
  if (!outputs_only || request.error != nullptr) {
    fail(code(OrchestratorError::InvalidArgs),
         outputs_only ? request.error : "alloc_tensors takes TensorCreateInfo only");
    return;
  }
  clock_.spend(cost::kAllocTensorsNs);
  const OutputLayout layout(request);
  TaskKernels none;
  none.name = "alloc_tensors";
  TaskSlot* task = take_slot(request, layout, none);
  if (task == nullptr) return;
  task->blocks = 0;
  task->sync_start = false;
  task->predicate = {};
  result.task = task->id();
  describe(*task, request, layout);
  fill_payload(*task, request, layout, result);
  state_.emit(TaskStage::Submitted, *task, clock_.agent());
  task->state = TaskState::Completed;
  state_.emit(TaskStage::Completed, *task, clock_.agent());
  ++inline_completed_;
}

TaskSlot* Orchestrator::take_slot(const port::Submission& request, const OutputLayout& layout,
                                  const TaskKernels& kernels) {
  if (scopes_.depth() == 0) abort("a task outside every scope");
  TaskRing& ring = state_.rings[scopes_.ring()];
  if (scopes_.innermost_tasks() >= static_cast<std::size_t>(ring.window() - 1)) {
    fail(code(OrchestratorError::ScopeDeadlock), scope_pressure(ring, scopes_.innermost_tasks()));
    return nullptr;
  }
  std::uint64_t offset = 0;
  if (!wait_for_room(ring, layout.total, offset)) return nullptr;
  TaskSlot& task = ring.slot(ring.next_local);
  task.task = next_task_++;
  task.ring = ring.number();
  task.local = ring.next_local++;
  task.name = kernels.name;
  task.shape = kernels.shape;
  task.places = kernels.places;
  task.entries = kernels.entries;
  task.state = TaskState::Pending;
  task.scope_open = true;
  task.producers.clear();
  task.spill_end = 0;
  task.dep_pool_mark = 0;
  task.heap_begin = offset;
  task.heap_end = offset + layout.total;
  task.tensor_count = request.tensor_count;
  task.scalar_count = request.scalar_count;
  if (scopes_.task_count() >= ScopeStack::kMaxTasks) {
    fail(code(OrchestratorError::ScopeTasksOverflow),
         "open scopes hold 65536 tasks, as many as the runtime can: close scopes earlier");
  } else {
    scopes_.add(task);
  }
  return &task;
}

void Orchestrator::reclaim_heap(TaskRing& ring) {
  const std::int32_t alive = ring.last_task_alive;
  if (alive <= ring.heap_reclaimed_to) return;
  ring.heap_reclaimed_to = alive;
  ring.heap.reclaim(ring.slot(alive - 1).heap_end, alive == ring.next_local);
}

bool Orchestrator::wait_in_ring(TaskRing& ring, const std::function<bool()>& has_room,
                                const std::function<std::string()>& what,
                                const std::function<void()>& give_up) {
  const Cycle limit = cycles_from_ns(cost::kSpinNs * static_cast<double>(cost::kAllocatorSpins));
  std::int32_t alive = ring.last_task_alive;
  Cycle since = now();
  while (!has_room()) {
    waiting_for_ = what();
    if (ring.last_task_alive > alive) {
      alive = ring.last_task_alive;
      since = now();
    }
    if (now() - since >= limit) {
      give_up();
      return false;
    }
    clock_.sleep_until(since + limit, state_.changed);
  }
  waiting_for_.clear();
  return true;
}

bool Orchestrator::wait_for_room(TaskRing& ring, std::uint64_t bytes, std::uint64_t& offset) {
  const auto has_room = [&] {
    reclaim_heap(ring);
    if (!ring.has_free_slot()) return false;
    const auto found = ring.heap.allocate(bytes);
    offset = found.value_or(0);
    return found.has_value();
  };
  const auto what = [&] {
    return ring.has_free_slot()
               ? fmt::format("{} bytes of the heap of ring {}", bytes, ring.number())
               : fmt::format("a task slot in ring {}", ring.number());
  };
  return wait_in_ring(ring, has_room, what, [&] {
    if (ring.has_free_slot()) {
      fail(code(OrchestratorError::HeapRingDeadlock), heap_pressure(ring, bytes));
    } else {
      fail(code(OrchestratorError::FlowControlDeadlock), slot_pressure(ring));
    }
  });
}

void Orchestrator::pass_to_wiring(TaskSlot& task) {
  if (state_.fixes.wired_at_submit) {
    TaskRing& ring = state_.rings[task.ring];
    const auto what = [&] {
      return fmt::format("entries of the dependency pool of ring {}", ring.number());
    };
    if (wait_in_ring(
            ring, [&] { return wiring_.has_room(task); }, what,
            [&] { fail(code(OrchestratorError::DepPoolOverflow), dep_pressure(ring, task)); })) {
      wiring_.wire(task);
    }
    return;
  }
  waiting_for_ = "room in the wiring queue";
  while (state_.submitted.size() >= Wiring::kQueueCapacity) {
    sc_core::wait(state_.changed);
    clock_.sleep_until(now());
  }
  waiting_for_.clear();
  state_.submitted.push_back(&task);
  state_.announce();
}

}  // namespace npusim
