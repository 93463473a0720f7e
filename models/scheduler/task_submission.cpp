// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/task_submission.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "models/scheduler/image_dtype.h"
#include "models/scheduler/ring_pressure.h"
#include "models/scheduler/task_payload.h"
#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

KernelEntry TaskSubmission::entry_of(std::int32_t func_id, CoreKind core, std::string& names) {
  const auto found = runtime_.program.kernels.find(func_id);
  if (found == runtime_.program.kernels.end()) {
    orchestrator_.abort("no kernel has func_id " + std::to_string(func_id));
  }
  const RuntimeKernel& kernel = found->second;
  const auto& entry = core == CoreKind::AIC ? kernel.aic : kernel.aiv;
  if (!entry) {
    orchestrator_.abort("kernel " + kernel.name + " (func_id " + std::to_string(func_id) +
                        ") is not made for an " + (core == CoreKind::AIC ? "AIC" : "AIV"));
  }
  if (!names.ends_with(kernel.name)) names += (names.empty() ? "" : "+") + kernel.name;
  return *entry;
}

TaskKernels TaskSubmission::choose_kernels(const port::Submission& request) {
  if (request.block_num < 1) orchestrator_.abort("a task with block_num below 1");
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
  if (kernels.places == 0) orchestrator_.abort("a task without any kernel");
  kernels.shape = place_count(kernels.places) > 1             ? TaskShape::MIX
                  : kernels.places == only(ClusterPlace::AIC) ? TaskShape::AIC
                                                              : TaskShape::AIV;
  return kernels;
}

bool TaskSubmission::is_refused(const port::Submission& request) {
  if (!orchestrator_.fatal && request.error != nullptr) {
    orchestrator_.fail(OrchestratorError::InvalidArgs, request.error);
  }
  return orchestrator_.fatal;
}

void TaskSubmission::submit(const port::Submission& request, port::SubmissionResult& result) {
  if (is_refused(request)) return;
  const TaskKernels kernels = choose_kernels(request);
  const auto most =
      static_cast<int>(kernels.shape == TaskShape::AIV ? runtime_.program.clusters * kAivPerCluster
                                                       : runtime_.program.clusters);
  if (request.require_sync_start && request.block_num > most) {
    orchestrator_.fail(
        OrchestratorError::RequireSyncStartInvalid,
        fmt::format("a sync_start task of {} has {} blocks, more than the {} {} of this run",
                    kernels.name, request.block_num, most,
                    kernels.shape == TaskShape::AIV ? "AIVs" : "clusters"));
    return;
  }
  submit_task(request, kernels, result);
}

void TaskSubmission::submit_dummy(const port::Submission& request, port::SubmissionResult& result) {
  if (is_refused(request)) return;
  submit_task(request, {}, result);
}

TaskPredicate TaskSubmission::predicate_of(const port::Predicate& predicate) {
  TaskPredicate result;
  if (predicate.op == port::PredicateOp::None) return result;
  if (predicate.tensor == nullptr || predicate.tensor->buffer_address == 0) {
    orchestrator_.abort("a task's predicate has no tensor in device memory");
  }
  const auto address = tensors_.locate(
      {"a task's predicate", *predicate.tensor, predicate.ndims, predicate.indices, false});
  if (!address) return result;
  result.op = predicate.op;
  result.address = *address;
  result.bytes = size_bytes(image_dtype(predicate.tensor->dtype));
  result.target = predicate.target;
  return result;
}

void TaskSubmission::submit_task(const port::Submission& request, const TaskKernels& kernels,
                                 port::SubmissionResult& result) {
  orchestrator_.clock.spend(cost::kSubmitAllocate);
  const OutputLayout layout(request);
  TaskSlot* slot = take_slot(request, layout, kernels);
  if (slot == nullptr) return;
  TaskSlot& task = *slot;
  task.blocks = kernels.shape == TaskShape::Dummy ? 0 : request.block_num;
  task.sync_start = request.require_sync_start && request.block_num > 1;
  task.predicate = predicate_of(request.predicate);
  result.task = task.id();
  describe(orchestrator_, task, request, layout);

  dependencies_.sync(task);
  const int more_tensors = std::max(0, request.tensor_count - 4);
  orchestrator_.clock.spend(cost::kSubmitLookup, cost::kSubmitTensor, more_tensors);
  if (!dependencies_.find_producers(task, request)) return;
  orchestrator_.clock.spend(cost::kSubmitInsert);
  if (!dependencies_.record_writes(task, request)) return;
  // Without a lock, and some time after the lookups: a producer may be consumed by now.
  for (TaskSlot* producer : task.producers) ++producer->fanout_count;
  orchestrator_.clock.spend(cost::kSubmitArguments);
  fill_payload(orchestrator_, task, request, layout, result);
  runtime_.emit(TaskStage::Submitted, task, orchestrator_.clock.agent());
  pass_to_wiring(task);
}

void TaskSubmission::alloc_tensors(const port::Submission& request,
                                   port::SubmissionResult& result) {
  if (orchestrator_.fatal) return;
  const bool outputs_only =
      request.tensor_count > 0 && request.scalar_count == 0 &&
      std::all_of(request.tags, request.tags + request.tensor_count,
                  [](port::ArgumentTag tag) { return tag == port::ArgumentTag::Output; });
  if (!outputs_only || request.error != nullptr) {
    orchestrator_.fail(OrchestratorError::InvalidArgs,
                       outputs_only ? request.error : "alloc_tensors takes TensorCreateInfo only");
    return;
  }
  orchestrator_.clock.spend(cost::kAllocTensors);
  const OutputLayout layout(request);
  TaskKernels none;
  none.name = "alloc_tensors";
  TaskSlot* task = take_slot(request, layout, none);
  if (task == nullptr) return;
  task->blocks = 0;
  task->sync_start = false;
  task->predicate = {};
  result.task = task->id();
  describe(orchestrator_, *task, request, layout);
  fill_payload(orchestrator_, *task, request, layout, result);
  runtime_.emit(TaskStage::Submitted, *task, orchestrator_.clock.agent());
  task->state = TaskState::Completed;
  runtime_.emit(TaskStage::Completed, *task, orchestrator_.clock.agent());
  ++inline_completed_;
}

TaskSlot* TaskSubmission::take_slot(const port::Submission& request, const OutputLayout& layout,
                                    const TaskKernels& kernels) {
  if (orchestrator_.scopes.depth() == 0) orchestrator_.abort("a task outside every scope");
  TaskRing& ring = runtime_.rings[orchestrator_.scopes.ring()];
  if (orchestrator_.scopes.innermost_tasks() >= static_cast<std::size_t>(ring.window() - 1)) {
    orchestrator_.fail(OrchestratorError::ScopeDeadlock,
                       scope_pressure(ring, orchestrator_.scopes.innermost_tasks()));
    return nullptr;
  }
  const auto offset = rings_.wait_for_slot(ring, layout.total);
  if (!offset) return nullptr;
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
  task.heap_begin = *offset;
  task.heap_end = *offset + layout.total;
  task.tensor_count = request.tensor_count;
  task.scalar_count = request.scalar_count;
  if (orchestrator_.scopes.task_count() >= ScopeStack::kMaxTasks) {
    orchestrator_.fail(
        OrchestratorError::ScopeTasksOverflow,
        "open scopes hold 65536 tasks, as many as the runtime can: close scopes earlier");
  } else {
    orchestrator_.scopes.add(task);
  }
  return &task;
}

void TaskSubmission::pass_to_wiring(TaskSlot& task) {
  if (runtime_.fixes.wired_at_submit) {
    TaskRing& ring = runtime_.rings[task.ring];
    const auto what = [&] {
      return fmt::format("entries of the dependency pool of ring {}", ring.number());
    };
    if (rings_.wait(
            ring, [&] { return wiring_.has_room(task); }, what,
            [&] {
              orchestrator_.fail(OrchestratorError::DepPoolOverflow, dep_pressure(ring, task));
            })) {
      wiring_.wire(task);
    }
    return;
  }
  orchestrator_.waiting_for = "room in the wiring queue";
  while (runtime_.submitted.size() >= Wiring::kQueueCapacity) {
    sc_core::wait(runtime_.changed);
    orchestrator_.clock.sleep_until(now());
  }
  orchestrator_.waiting_for.clear();
  runtime_.submitted.push_back(&task);
  runtime_.announce();
}

}  // namespace npusim
