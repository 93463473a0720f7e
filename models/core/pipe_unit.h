// SPDX-License-Identifier: Apache-2.0
// One pipe of a core: a bounded queue and the process that works it off in order (tile-isa.md
// section 1.2). The process starts with the first entry: most pipes of a small program never work.
// What an instruction does and how long it takes is the executor's business; the pipe knows order,
// flags and barriers.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <systemc>

#include "models/core/core_environment.h"
#include "models/core/event_flags.h"
#include "models/core/executor.h"
#include "models/core/pipe_entry.h"
#include "models/isa/operand_places.h"

namespace npusim {

class PipeUnit : public sc_core::sc_module {
 public:
  /// By isa::OpcodeKind; null for kinds that no pipe executes. They outlive the pipe.
  using Executors = std::array<Executor*, isa::kOpcodeKindCount>;
  PipeUnit(sc_core::sc_module_name name, Pipe pipe, CoreEnvironment& environment, EventFlags& flags,
           const Executors& executors);

  Pipe pipe() const { return pipe_; }

  /// From the front end's process: waits for room, then appends.
  void push(PipeEntry entry);

  /// From the front end's process: waits until the queue is empty and everything is complete.
  void wait_drained();

  /// What the pipe is doing, for a stall report; empty when it has nothing to do.
  std::string waiting_for() const;

  /// The run ended in a stall: tells of the wait that the pipe stands at, as instance 0, which no
  /// set has.
  void report_blocked_wait();
  /// It met a fault and never goes on.
  bool is_stopped() const { return !stopped_.empty(); }

 private:
  void start();
  void run_queue();
  PipeEntry take();
  void process(const QueuedInstruction& queued);
  void process(const QueuedSet& queued);
  void set_flag(const QueuedSet& queued, Cycle reached);
  void process(const QueuedWait& queued);
  void process(const QueuedBarrier& queued);
  void process(const QueuedMessage& queued);
  /// Into footprint_, by what UB holds at this moment where data decide.
  void find_footprint(const isa::Instruction& instruction);
  void wait_for_results(const isa::Instruction& instruction);
  void wait_until_free(const Executor::Timing& timing);
  bool next_is_early_set() const;
  timing::PipeBefore before(const isa::Instruction& instruction) const;
  void wait_for_units(const isa::Instruction& instruction, const isa::UnitFlagUse& use);
  void turn_units(const isa::Instruction& instruction, const isa::UnitFlagUse& use, Cycle complete);
  bool check_bounds(const isa::Instruction& instruction);
  void check_alignment(const isa::Instruction& instruction);
  void announce(const isa::Instruction& instruction);
  static void wait_for(sc_core::sc_event& event, bool& waiting);
  static void notify(sc_core::sc_event& event, bool waiting);
  [[noreturn]] void hang(std::string why);

  Pipe pipe_;
  CoreEnvironment& environment_;
  EventFlags& flags_;
  Executors executors_;

  struct Queued {
    PipeEntry entry;
    Cycle arrived = 0;
  };
  std::deque<Queued> queue_;
  bool started_ = false;  ///< the process exists
  bool working_ = false;
  bool was_idle_ = true;       ///< the entry being worked on found the pipe waiting for it
  isa::Opcode last_opcode_{};  ///< of the last instruction,
  Cycle last_end_ = 0;         ///< which ended then
  Cycle complete_at_ = 0;      ///< everything started so far is complete
  Cycle bank_cycles_ = 0;  ///< that conflicts of UB add to the instruction at hand, if anybody asks
  Cycle sent_at_ = 0;      ///< stores to GM started so far have left the core
  std::uint64_t vector_count_ = 0;  ///< instructions of pipe V that flags have put it behind
  // What the pipe is at, for a stall report: one of these, or nothing.
  const isa::Instruction* executing_ = nullptr;
  const QueuedWait* awaited_ = nullptr;
  Cycle awaited_since_ = 0;
  const QueuedSet* setting_ = nullptr;              ///< waits until its flag is free
  const isa::Instruction* awaits_units_ = nullptr;  ///< it waits for unit flags
  std::string stopped_;
  std::vector<isa::Footprint> footprint_;
  isa::OperandPlaces operands_;

  // Notified only while somebody waits: an event that nobody waits for still costs a delta cycle.
  sc_core::sc_event arrived_event_;
  sc_core::sc_event room_event_;
  sc_core::sc_event idle_event_;
  bool waits_for_entry_ = false;
  bool waits_for_room_ = false;
  bool waits_for_idle_ = false;
};

}  // namespace npusim
