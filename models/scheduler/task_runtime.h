// SPDX-License-Identifier: Apache-2.0
// The task runtime on the AICPU: the orchestrator, three scheduler threads, and the host's watch
// over the run (task-runtime.md sections 1.4 and 3.6).
#pragma once

#include <functional>
#include <memory>
#include <systemc>
#include <vector>

#include "models/memory/aicpu_memory.h"
#include "models/scheduler/aicpu_process.h"
#include "models/scheduler/op_limit.h"
#include "models/scheduler/orchestrator.h"
#include "models/scheduler/runtime_program.h"
#include "models/scheduler/task_dispatcher.h"
#include "models/scheduler/work_source.h"

namespace npusim {

class TaskRuntime : public sc_core::sc_module, public WorkSource {
 public:
  /// `workers` are all cores, by CoreId. At most one TaskRuntime exists at a time: the
  /// orchestration calls plain C functions.
  TaskRuntime(sc_core::sc_module_name name, RuntimeProgram program, std::vector<Worker*> workers,
              AicpuMemory& memory, const Knobs& knobs, ChoiceSource& choices, EventSink& events);
  ~TaskRuntime() override;

  /// Counts what the runtime has done.
  std::uint64_t changes() const override { return state_.version; }
  void set_on_finished(std::function<void()> callback) override {
    on_finished_ = std::move(callback);
  }
  bool finished() const override { return finished_; }
  const RuntimeOutcome& outcome() const override { return outcome_; }

  /// Where the orchestration's code is.
  const void* orchestration_code() const { return program_.orchestration_entry; }
  /// A plain load by the orchestration's code, on its process.
  void orchestration_loads(std::uint64_t address, void* out, std::uint64_t bytes, Site site) {
    orchestrator_.load(address, out, bytes, site);
  }
  /// Call on the orchestrator's process, which then stops for good: its native code has failed.
  void orchestrator_failed(const std::string& sentence) { orchestrator_.crash(sentence); }

  std::int32_t tasks_completed() const { return state_.completed_tasks; }

 private:
  void watch();
  bool all_left() const;
  bool cores_idle() const;
  bool a_core_faulted() const;
  void conclude();
  void guarded(const std::function<void()>& body, AgentId agent);

  RuntimeProgram program_;
  Latency latency_;
  OpLimit op_limit_;
  RuntimeState state_;
  std::vector<Worker*> workers_;
  Orchestrator orchestrator_;
  std::vector<std::unique_ptr<TaskDispatcher>> dispatchers_;
  std::vector<std::unique_ptr<AicpuProcess>> processes_;
  RuntimeOutcome outcome_;
  bool finished_ = false;
  bool broken_ = false;  ///< a bug of ours ended a thread
  std::function<void()> on_finished_;
};

}  // namespace npusim
