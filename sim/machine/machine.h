// SPDX-License-Identifier: Apache-2.0
// The whole device: 24 AICs and 48 AIVs, global memory, and the task runtime on the AICPU.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "models/core/core.h"
#include "models/core/event_hub.h"
#include "models/core/scalar_context.h"
#include "models/scheduler/task_runtime.h"
#include "sim/schedule/choice_events.h"

namespace npusim {

struct MachineOptions {
  Knobs knobs;
  bool empty_arithmetic = false;  ///< benchmarks of the model's own cost
  isa::ArithmeticMemo* memo = nullptr;
};

class Machine : public sc_core::sc_module {
 public:
  /// `content` holds the bytes of device memory [kWindowBase, memory_end).
  Machine(sc_core::sc_module_name name, RuntimeProgram program, std::byte* content,
          std::uint64_t memory_end, const MachineOptions& options, ChoiceSource& choices,
          std::vector<EventSink*> sinks);
  ~Machine() override;

  /// Runs until the program has ended, stalled, or been stopped; calls `progress` now and then.
  /// Requires: called once, nothing else elaborated in this process. Throws InternalError.
  void run(const std::function<void(Cycle)>& progress);

  const RuntimeOutcome& outcome() const { return runtime_.outcome(); }
  /// Whether the runtime came to an end, good or bad; false if the run was stopped before.
  bool ended() const { return runtime_.finished(); }
  Cycle end_cycle() const { return end_cycle_; }
  std::uint64_t instructions() const;
  /// Choices aside: whether there are events of them depends on who listens.
  std::uint64_t events() const { return hub_.count() - choice_events_.count(); }
  /// What each core that is not done waits for, and an orchestration that never ends.
  std::vector<std::string> waiting() const;

 private:
  /// The orchestration's plain loads of GM: coherent (task-runtime.md section 5.2).
  class OrchestratorContext;

  void announce_arguments();

  Knobs knobs_;
  std::vector<RuntimeArgument> arguments_;
  EventHub hub_;
  ChoiceEvents choice_events_;
  ChoiceSource& choices_;  ///< what the models ask
  Latency latency_;
  GlobalMemory gm_;
  GmChannel gm_channel_;
  bool stopped_ = false;
  std::vector<std::unique_ptr<Core>> cores_;
  TaskRuntime runtime_;
  std::unique_ptr<OrchestratorContext> orchestrator_context_;
  Cycle end_cycle_ = 0;
};

}  // namespace npusim
