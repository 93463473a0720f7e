// SPDX-License-Identifier: Apache-2.0
// Happens-before of a run, kept up event by event: what is before the start of each instruction.
//
// The simple model. An instruction has a start and a completion, its accesses lie between; x is
// before y iff completion(x) <= start(y) in the order that the rows of edges.def generate. The
// vector clocks below compute exactly this (tests compare them with the transitive closure).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "analysis/order/clock.h"
#include "analysis/order/edges.h"
#include "analysis/order/heap_order.h"
#include "analysis/order/task_order.h"
#include "models/arch/cross_core_flag.h"
#include "models/arch/event.h"
#include "models/arch/knobs.h"

namespace npusim::analysis {

/// A run of a block, from TaskStart to TaskEnd.
struct BlockRun {
  BlockRef block;
  CoreId core = 0;
  bool ended = false;
  Clock end;  ///< what FIN says of the core's own instructions
  /// What is known of other runs before it starts, and with FIN; null: nothing.
  std::shared_ptr<const Foreign> foreign_at_start, foreign_at_end;
};

class OrderModel {
 public:
  OrderModel(const Knobs& knobs, EdgeSet enabled);

  /// An instruction that has started: its number in its pipe, and whose work it is.
  struct Start {
    Ordinal ordinal = 0;
    RunId run = kNoRun;
    /// Pipe V: cycles of streaming before it, if nothing ever waited: a lower bound of distances.
    std::uint64_t stream_cycle = 0;
  };

  void on_issue(const IssueEvent& event);
  Start on_instruction(const InstructionEvent& event);
  void on_sync(const SyncEvent& event);

  /// What is before what `agent` does now.
  const Frontier& frontier(AgentId agent) const { return frontiers_[agent]; }
  const BlockRun& run(RunId run) const { return runs_[run]; }
  std::size_t run_count() const { return runs_.size(); }
  /// The ended runs that knew something of other runs that their task's end does not say.
  const std::vector<RunId>& runs_with_foreign() const { return runs_with_foreign_; }
  /// The run that the front end of `core` is in, or was in last.
  RunId current_run(CoreId core) const { return current_runs_[core]; }

  /// A task is being submitted: see TaskOrder::submit.
  void on_task_description(const TaskDescription& event, std::uint32_t orchestrator_accesses);
  void on_buffer(const BufferEvent& event);

  TaskOrder& tasks() { return tasks_; }
  const TaskOrder& tasks() const { return tasks_; }
  const HeapOrder& heap() const { return heap_; }

 private:
  struct Issued {
    InstructionId instruction;
    RunId run;
    Frontier front_end;
  };
  struct Sent {
    std::uint32_t instance;
    Frontier frontier;
    RunId run;
  };
  /// What the senders of one round of a cross-core flag knew, together.
  struct Round {
    std::uint32_t number;
    Frontier known;
  };

  bool enabled(Edge edge) const { return enabled_[static_cast<unsigned>(edge)]; }
  Frontier carry(Edge edge, AgentId from) const;
  void complete_every_pipe(Frontier& frontier, CoreId core) const;
  Frontier& frontier_in(RunId run, AgentId agent);
  void learn(AgentId front_end, const std::shared_ptr<const Foreign>& others);
  bool is_settled(const BlockRun& run) const;
  void send(const SyncEvent& event);
  void receive(const SyncEvent& event);
  void send_message(const SyncEvent& event);
  void receive_message(const SyncEvent& event);
  void update_word(const SyncEvent& event);
  void read_word(const SyncEvent& event);
  void pass_barrier(const SyncEvent& event);
  void pass(Edge edge, AgentId agent);
  void start_run(const SyncEvent& event);
  void end_run(const SyncEvent& event);

  const bool fin_waits_stores_;
  EdgeSet enabled_;
  std::array<Frontier, kAgentCount> frontiers_;
  std::array<RunId, kAgentCount> foreign_runs_;  ///< whose knowledge of other runs a frontier has
  std::array<Ordinal, kAgentCount> counts_{};
  std::array<std::deque<Issued>, kAgentCount> queues_;
  std::array<std::uint64_t, kCoreCount> stream_cycles_{};
  std::array<RunId, kCoreCount> current_runs_;
  std::vector<BlockRun> runs_;
  std::vector<RunId> runs_with_foreign_;
  /// Sets under way, by (setting agent, waiting agent, id). Looked up, never iterated.
  std::unordered_map<std::uint64_t, std::vector<Sent>> sent_;
  /// Rounds of cross-core flags under way, by channel_of(); the newest last.
  std::unordered_map<unsigned, std::deque<Round>> rounds_;
  /// What those knew who have added to a word by st_atomic, by address / 4. Looked up only.
  std::unordered_map<std::uint64_t, Frontier> words_;
  /// What those knew who have come to a barrier in GM, by its number.
  std::unordered_map<std::uint64_t, Frontier> barriers_;
  TaskOrder tasks_;
  HeapOrder heap_{tasks_};
};

}  // namespace npusim::analysis
