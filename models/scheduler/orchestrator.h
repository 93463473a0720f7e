// SPDX-License-Identifier: Apache-2.0
// AICPU thread 3: runs the orchestration natively and does what its calls ask for (task-runtime.md
// sections 2 and 3). Everything here happens on one SystemC process.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/scheduler/aicpu_accesses.h"
#include "models/scheduler/output_layout.h"
#include "models/scheduler/release.h"
#include "models/scheduler/scope_stack.h"
#include "models/scheduler/tensor_map.h"
#include "models/scheduler/wiring.h"

namespace npusim {

/// Ends the orchestration function; thrown through the program's own code, and only when the error
/// is latched already, so that scope guards on the way do nothing.
class OrchestrationAborted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Orchestrator {
 public:
  Orchestrator(RuntimeState& state, Latency& latency);

  /// The thread's life. Call on its own SystemC process.
  void run();
  bool done() const { return done_; }
  /// What it waits for; empty: nothing.
  const std::string& waiting_for() const { return waiting_for_; }

  // The calls of pto/port/runtime_port.h.
  void submit(const port::Submission& request, port::SubmissionResult& result);
  void submit_dummy(const port::Submission& request, port::SubmissionResult& result);
  void alloc_tensors(const port::Submission& request, port::SubmissionResult& result);
  void begin_scope(bool manual);
  void end_scope();
  std::uint64_t get_tensor_data(const port::TensorImage& tensor, std::uint32_t ndims,
                                const std::uint32_t* indices);
  void set_tensor_data(const port::TensorImage& tensor, std::uint32_t ndims,
                       const std::uint32_t* indices, std::uint64_t value);
  /// A plain load by the orchestration's code, which waits for nothing.
  void load(std::uint64_t address, void* out, std::uint64_t bytes, Site site) {
    accesses_.read(isa::Opcode::AICPU_LOAD, address, out, bytes, site);
  }
  /// Where in the orchestration's code the next calls come from.
  void set_site(Site site) { site_ = site; }
  bool is_fatal() const { return fatal_; }
  /// Latches a fatal error: from now on the calls do nothing. Code 0: an AICPU exception.
  void fail(int code, const std::string& sentence);
  /// The orchestration's code failed by itself; its process stops for good after this call.
  void crash(const std::string& sentence);
  /// Ends the orchestration function here with an AICPU exception.
  [[noreturn]] void abort(const std::string& sentence);
  void log(bool reaches_device_log) {
    if (reaches_device_log) clock_.spend(log_cost());
  }
  unsigned clusters() const { return state_.program.clusters; }
  std::int32_t max_tensors() const { return state_.fixes.more_tensors ? 32 : 16; }
  std::int32_t max_scalars() const { return state_.fixes.more_tensors ? 16 : 32; }

 private:
  using Edge = DependencyReason;

  // orchestrator.cpp
  void run_program();
  void finish();
  static double log_cost();

  // task_submission.cpp
  KernelEntry entry_of(std::int32_t func_id, CoreKind core, std::string& names);
  TaskKernels choose_kernels(const port::Submission& request);
  TaskPredicate predicate_of(const port::Predicate& predicate);
  void submit_task(const port::Submission& request, const TaskKernels& kernels,
                   port::SubmissionResult& result);
  TaskSlot* take_slot(const port::Submission& request, const OutputLayout& layout,
                      const TaskKernels& kernels);
  /// Waits until `has_room`; gives up when no task of the ring has retired for the time of the
  /// runtime's spins.
  bool wait_in_ring(TaskRing& ring, const std::function<bool()>& has_room,
                    const std::function<std::string()>& what, const std::function<void()>& give_up);
  bool wait_for_room(TaskRing& ring, std::uint64_t bytes, std::uint64_t& offset);
  void reclaim_heap(TaskRing& ring);
  void pass_to_wiring(TaskSlot& task);

  // task_payload.cpp
  std::uint64_t heap_of(const TaskSlot& task) const;
  void describe(const TaskSlot& task, const port::Submission& request, const OutputLayout& layout);
  void fill_payload(TaskSlot& task, const port::Submission& request, const OutputLayout& layout,
                    port::SubmissionResult& result);
  void announce_output(TaskSlot& task, const port::CreateImage& info, std::uint64_t address,
                       std::uint64_t bytes);

  // task_dependencies.cpp
  bool find_producers(TaskSlot& task, const port::Submission& request);
  bool add_explicit(TaskSlot& task, const port::Submission& request);
  bool add_creator(TaskSlot& task, const port::TensorImage& tensor);
  bool add_writers(TaskSlot& task, const port::TensorImage& tensor, bool replaces_covered);
  bool add_producer(TaskSlot& task, TaskSlot& producer, Edge reason);
  bool wait_for_fanin_room(TaskRing& ring);
  bool record_writes(TaskSlot& task, const port::Submission& request);
  void emit_edge(TaskIndex producer, TaskIndex consumer, Edge reason);

  // tensor_access.cpp
  /// The element's address; nothing if it lies outside the tensor, which is reported.
  std::optional<std::uint64_t> locate(const char* call, const port::TensorImage& tensor,
                                      std::uint32_t ndims, const std::uint32_t* indices,
                                      bool is_write);
  bool wait_for_tensor(const port::TensorImage& tensor, bool and_consumers);
  bool wait_for_tasks(const std::vector<TaskSlot*>& tasks, bool and_consumers);
  bool wait_until(const std::function<bool()>& condition, const std::string& what);

  RuntimeState& state_;
  AicpuThread clock_;
  AicpuAccesses accesses_;
  Site site_ = nullptr;
  Release release_;
  Wiring wiring_;
  ScopeStack scopes_;
  TensorMap map_;
  /// By task: those that were registered as its consumers while its scope was open, so that it
  /// cannot have retired before them. Consumers of later are registered only by luck.
  std::unordered_map<TaskIndex, std::vector<TaskIndex>> sure_consumers_;
  TaskIndex next_task_ = 0;
  std::int32_t inline_completed_ = 0;
  bool fatal_ = false;
  bool done_ = false;
  std::string waiting_for_;
  std::vector<port::RunArgument> arguments_;
};

/// Makes `orchestrator` the one that the functions of pto/port/runtime_port.h mean; null: none.
void set_current_orchestrator(Orchestrator* orchestrator);

}  // namespace npusim
