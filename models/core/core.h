// SPDX-License-Identifier: Apache-2.0
// One AI core: its front end, pipes and memories, and the executor loop that takes blocks from the
// AICPU (task-runtime.md section 5.1).
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "models/core/core_environment.h"
#include "models/core/event_flags.h"
#include "models/core/front_end.h"
#include "models/core/move_executor.h"
#include "models/core/pipe_unit.h"
#include "models/core/transfer_executor.h"
#include "models/core/vector_executor.h"
#include "models/core/worker.h"

namespace npusim {

/// What all cores of a machine share.
struct SharedHardware {
  const Knobs& knobs;
  isa::ExecuteOptions execute;
  isa::ArithmeticMemo* memo;  ///< shared with other runs of the program, or null
  Latency& latency;
  ChoiceSource& choices;
  EventSink& events;
  GlobalMemory& gm;
  GmChannel& gm_channel;
  CrossCoreFlags& cross_core;
  std::function<void()> stop_run;
};

class Core : public sc_core::sc_module, public Worker {
 public:
  Core(sc_core::sc_module_name name, CoreId core, const SharedHardware& shared);

  // Worker
  CoreId core() const override { return environment_.core; }
  void dispatch(std::uint32_t sequence, const DispatchPayload& payload) override;
  Condition condition() const override;
  bool has_faulted() const override;
  bool set_condition_observer(std::function<void(Cycle)> observer) override {
    condition_observer_ = std::move(observer);
    return true;
  }

  /// What the core is waiting for, one line; empty if it has nothing to do.
  std::string waiting_for() const;
  /// The run ended in a stall: tells of the waits for flags that nothing satisfied.
  void report_blocked_waits();
  /// The run has ended: tells of waits that have not.
  void stop_clocks();

  /// GM asks for the rows back that it lent.
  void give_back_lent_rows();

  /// Whether a block is on it.
  bool is_running() const { return !running_.empty(); }
  FrontEnd& front_end() { return *front_end_; }
  std::uint64_t work_count() const { return front_end_->code().work_count(); }
  std::uint64_t instruction_count() const { return environment_.instruction_count; }

 private:
  struct Doorbell {
    Cycle visible;
    std::uint32_t sequence;
  };
  struct PostedCondition {
    Cycle visible;
    Condition condition;
  };

  void add_memory(MemSpace space, const SharedHardware& shared);
  void add_pipe(Pipe pipe);
  void start();
  void run_blocks();
  std::uint32_t next_sequence();
  void run_block(std::uint32_t sequence);
  void call_kernel(DispatchPayload& payload);
  void post_condition(Condition condition);
  void emit(SyncKind kind, const BlockRef& block);

  CoreEnvironment environment_;
  EventFlags flags_;
  VectorExecutor vector_executor_;
  TransferExecutor transfer_executor_;
  MoveExecutor move_executor_;
  std::vector<std::unique_ptr<PipeUnit>> pipes_;
  std::unique_ptr<FrontEnd> front_end_;

  DispatchPayload payloads_[2];
  std::deque<Doorbell> doorbells_;
  sc_core::sc_event doorbell_event_;
  std::function<void(Cycle)> condition_observer_;
  std::deque<PostedCondition> conditions_;  ///< the newest visible one is what a load returns
  bool started_ = false;  ///< its front end's process exists: from the first dispatch on
  bool first_block_ = true;
  std::string running_;  ///< the block it runs, for a stall report
  std::string stopped_;  ///< why it will never go on
};

}  // namespace npusim
