// SPDX-License-Identifier: Apache-2.0
// The whole device: 24 AICs and 48 AIVs, global memory, and what gives the cores their work: the
// task runtime on the AICPU, or a queue of launches.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "models/core/core.h"
#include "models/core/event_hub.h"
#include "models/core/scalar_context.h"
#include "models/scheduler/launch_queue.h"
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

  /// Runs until the program has ended, stalled, or been stopped; asks `goes_on` now and then,
  /// always at the same cycles. Requires: called once, nothing else elaborated in this process.
  /// Throws InternalError.
  void run(const std::function<bool(Cycle)>& goes_on);

  const RuntimeOutcome& outcome() const { return work().outcome(); }
  /// Whether the program came to an end, good or bad; false if the run was stopped before.
  bool ended() const { return work().finished(); }
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
  void stop();
  void start_runtime(RuntimeProgram program);
  void start_launches(const RuntimeProgram& program);
  WorkSource& work() const {
    return runtime_ ? static_cast<WorkSource&>(*runtime_) : static_cast<WorkSource&>(*launches_);
  }
  void look_for_progress();
  void park_endless_code();
  std::string polled(const FrontEnd::Poll& poll) const;

  Knobs knobs_;
  std::vector<RuntimeArgument> arguments_;
  EventHub hub_;
  ChoiceEvents choice_events_;
  ChoiceSource& choices_;  ///< what the models ask
  Latency latency_;
  GlobalMemory gm_;
  CrossCoreFlags cross_core_;
  GmChannel gm_channel_;
  bool stopped_ = false;
  std::vector<std::unique_ptr<Core>> cores_;
  std::unique_ptr<TaskRuntime> runtime_;                       ///< or
  std::unique_ptr<LaunchQueue> launches_;                      ///< one of the two
  std::unique_ptr<OrchestratorContext> orchestrator_context_;  ///< with the former
  Cycle end_cycle_ = 0;
  std::uint64_t work_ = 0;    ///< what cores and runtime had done at the last look
  Cycle progress_cycle_ = 0;  ///< when that was new
  std::uint64_t progress_instructions_ = 0;
  bool parked_ = false;
};

}  // namespace npusim
