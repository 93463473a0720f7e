// SPDX-License-Identifier: Apache-2.0
// The launches of a program without a task runtime, as one stream runs them: each starts when the
// one before has ended; a block goes to the lowest idle core of its kind, or to the lowest cluster
// whose cores of the block are idle, and those that find none wait for the next round.
//
// To the outside a launch is a task with its blocks, after the task before it.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <systemc>
#include <vector>

#include "models/arch/event_sink.h"
#include "models/core/worker.h"
#include "models/scheduler/aicpu_process.h"
#include "models/scheduler/op_limit.h"
#include "models/scheduler/work_source.h"

namespace npusim {

class LaunchQueue : public sc_core::sc_module, public WorkSource {
 public:
  /// `workers` are all cores, by CoreId; they announce their conditions.
  LaunchQueue(sc_core::sc_module_name name, const RuntimeProgram& program,
              const std::vector<Worker*>& workers, const Knobs& knobs, EventSink& events);

  void set_on_finished(std::function<void()> callback) override {
    on_finished_ = std::move(callback);
  }
  bool finished() const override { return finished_; }
  std::uint64_t changes() const override { return changes_; }
  const RuntimeOutcome& outcome() const override { return outcome_; }

 private:
  struct CoreState {
    Worker* worker = nullptr;
    std::uint32_t sequence = 0;  ///< of the last block given
    std::int32_t block = kIdle;
  };
  static constexpr std::int32_t kIdle = -1;

  void run();
  bool run_launch(const LaunchedKernel& launch);
  void describe(const LaunchedKernel& launch);
  void give_blocks(const LaunchedKernel& launch);
  bool is_idle(unsigned cluster, ClusterPlaces places) const;
  void give_to_cluster(const LaunchedKernel& launch, unsigned cluster, std::int32_t block);
  /// One core's part of a block.
  void give_share(const LaunchedKernel& launch, CoreState& core, std::int32_t block);
  /// Sleeps until a core's condition changes; false if none does before `deadline`.
  bool wait_for_change(Cycle deadline);
  void collect_finished();
  void stall(const LaunchedKernel& launch);
  void emit(TaskStage stage, std::int32_t block, CoreId core = 0);

  const std::vector<LaunchedKernel> launches_;
  const std::vector<RuntimeArgument> arguments_;
  const OpLimit op_limit_;
  EventSink& events_;
  std::vector<CoreState> cores_;
  std::multiset<Cycle> coming_changes_;  ///< visible times of conditions not yet looked at
  sc_core::sc_event core_posted_;

  // The launch that runs.
  TaskIndex task_ = 0;
  std::int32_t next_block_ = 0;
  std::int32_t finished_shares_ = 0;  ///< a block has one on each of its cores

  std::uint64_t changes_ = 0;  ///< stages of tasks told
  RuntimeOutcome outcome_;
  bool finished_ = false;
  std::function<void()> on_finished_;
  AicpuProcess process_;
};

}  // namespace npusim
