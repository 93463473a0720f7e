// SPDX-License-Identifier: Apache-2.0
// The oracle of the race check: the definition, computed the slow way. Every event becomes nodes of
// an explicit graph (start, completion, landing, visibility), happens-before is its transitive
// closure, bytes are looked at one by one, and every pair is compared with every other.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "models/arch/event_sink.h"

namespace npusim::test {

/// Pairs of instructions, the earlier started first.
using RacyPairs = std::set<std::pair<InstructionId, InstructionId>>;

class ReferenceDetector : public EventSink {
 public:
  void on_issue(const IssueEvent& event) override;
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_dependency(const DependencyEvent& event) override;
  void on_task_description(const TaskDescription& event) override;
  void on_buffer(const BufferEvent& event) override;

  /// Requires: at most kMaxNodes nodes, and nothing but AIV 0 to 2 and AIC 0.
  RacyPairs racy_pairs() const;

 private:
  static constexpr unsigned kMaxNodes = 768;
  static constexpr unsigned kCores = 4;  ///< AIV 0 to 2, AIC 0
  using Node = int;
  static constexpr Node kNone = -1;
  static constexpr int kOrchestratorRun = -2;
  using NodeSet = std::bitset<kMaxNodes>;

  struct Instruction {
    InstructionEvent event;
    int run;
    std::uint64_t stream_start;
    Node start, complete;
    Node landed = kNone;   ///< scalar stores to UB
    Node own = kNone;      ///< GM stores: visible to the core
    Node visible = kNone;  ///< GM stores: visible to everybody
  };
  enum class Effect { Read, Write, Atomic, Rewrite };
  struct Touch {
    std::size_t instruction;  ///< whose access it is
    std::size_t carrier;      ///< the instruction that does it: a write-back for its stores
    Effect effect;
    MemSpace space;
    CoreId core;
    Span span;
    AccessPath path = AccessPath::Direct;
    /// The instruction that fetched the line which is read or written back; else none.
    std::size_t fetch = kNoFetch;
    bool writes() const { return effect != Effect::Read; }
    bool observes() const { return effect == Effect::Read || effect == Effect::Rewrite; }
    bool hidden() const { return path == AccessPath::Cached && writes(); }
  };
  static constexpr std::size_t kNoFetch = ~std::size_t{0}, kNoStore = kNoFetch;
  /// A line in a scalar unit's cache: by byte, the store that made it dirty.
  struct Line {
    std::size_t fetch;
    std::array<std::size_t, kCacheLineBytes> stored_by;
    std::size_t first_store;
  };
  /// A happens-before relation: what is before each node.
  struct Relation {
    std::vector<NodeSet> before;
    bool has(Node a, Node b) const {
      return before[static_cast<std::size_t>(b)][static_cast<std::size_t>(a)];
    }
    void add(Node a, Node b) {
      if (a == kNone) return;
      before[static_cast<std::size_t>(b)] |= before[static_cast<std::size_t>(a)];
      before[static_cast<std::size_t>(b)].set(static_cast<std::size_t>(a));
    }
  };
  struct CoreState {
    int run = -1;
    Node pipes[kPipeCount] = {-1, -1, -1, -1, -1, -1, -1, -1};  ///< latest node before what comes
    std::vector<std::size_t> done[kPipeCount];
    std::uint64_t stream = 0;
  };
  struct Run {
    TaskIndex task;
    CoreId core = 0;
    Node start = kNone;
    Node end = kNone;
  };

  /// Heap memory given to a task, and the tasks that must be done before.
  struct Allocation {
    std::uint64_t begin, end;
    TaskIndex owner;
    std::set<TaskIndex> done;
    Node when;  ///< in the orchestrator's order
  };

  Node node(int run);
  Node orchestrator_goes_on();
  void link(Node a, Node b);
  void follow(CoreId core, Pipe pipe, Node next);
  void finish(CoreId core, Pipe pipe, Node at);
  void send(CoreId core, Pipe pipe, Node at);
  void fence(CoreId core, Node at, bool own, bool everybody);
  void start_run(const SyncEvent& event);
  bool touches(const Touch& touch, std::uint64_t byte, int& first_group, int& last_group) const;
  void add_with_producers(TaskIndex task, std::set<TaskIndex>& tasks) const;
  bool ordered_by_reuse(const Touch& a, const Touch& b, std::uint64_t byte) const;
  const Instruction& asking(const Touch& touch) const;
  bool ordered(const Touch& a, const Touch& b, std::uint64_t byte) const;
  bool ordered_before(const Touch& a, const Instruction& second, const Touch& b,
                      std::uint64_t byte) const;
  bool conflict(const Touch& a, const Touch& b) const;
  bool is_stale(const Touch& a, const Touch& b, std::uint64_t byte) const;
  bool is_flag(const Touch& touch) const;
  Line& line_at(CoreId core, std::uint64_t byte, std::size_t instruction);
  void cached_access(const AccessEvent& event);
  void write_back(const AccessEvent& event);
  void clean(const SyncEvent& event);
  bool covers(const Touch& b, const Touch& a, std::uint64_t byte) const;

  static std::size_t index_of(CoreId core) {
    return kind_of(core) == CoreKind::AIC ? 3 : core - kAicCount;
  }
  Relation& order_on(CoreId core) { return own_.at(index_of(core)); }
  const Relation& order_on(CoreId core) const { return own_.at(index_of(core)); }
  void link_everywhere(Node a, Node b);

  /// Between runs by the task graph and flags alone; and with one core's order from run to run, for
  /// the memories of that core.
  Relation global_;
  std::array<Relation, kCores> own_;
  std::map<CoreId, CoreState> cores_;
  std::vector<int> run_of_;  ///< by node
  std::vector<Run> runs_;
  std::vector<Instruction> instructions_;
  std::map<InstructionId, std::size_t> index_;
  std::map<InstructionId, Node> issued_;
  std::map<InstructionId, int> issued_run_;
  std::map<std::tuple<AgentId, AgentId, unsigned, std::uint32_t>, Node> sets_;
  using Channel = std::tuple<unsigned, CoreKind, unsigned>;
  static Channel channel(AgentId sender, unsigned id);
  std::map<Channel, std::map<std::uint32_t, std::vector<Node>>> messages_;
  std::map<std::uint64_t, std::vector<Node>> words_;  ///< updates by st_atomic, by address
  Node orchestrator_ = kNone;                         ///< latest node of the orchestrator
  std::map<TaskIndex, Node> submitted_;               ///< what the orchestrator had done before
  std::vector<std::pair<TaskIndex, TaskIndex>> edges_;
  std::map<TaskIndex, std::uint8_t> rings_;
  std::map<TaskIndex, std::set<TaskIndex>> consumed_;  ///< what is done with each consumed task
  std::vector<Allocation> allocations_;
  std::vector<Touch> touches_;
  std::map<CoreId, std::map<std::uint64_t, Line>> caches_;  ///< by address / 64
  std::set<int> ended_runs_;
};

}  // namespace npusim::test
