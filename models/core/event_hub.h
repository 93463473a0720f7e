// SPDX-License-Identifier: Apache-2.0
// Puts events into the order that models/arch/event.h promises: by cycle, within a cycle by agent,
// within an agent as they came. Producers call it in whatever order SystemC runs them, and may name
// a cycle in the future (completions).
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <queue>
#include <variant>
#include <vector>

#include "models/arch/event_sink.h"

namespace npusim {

class EventHub : public EventSink {
 public:
  /// Passes everything on to `sinks`, in this order.
  explicit EventHub(std::vector<EventSink*> sinks) : sinks_(std::move(sinks)) {}

  void on_issue(const IssueEvent& event) override;
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;
  void on_completion(const CompletionEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_task_description(const TaskDescription& event) override;
  void on_dependency(const DependencyEvent& event) override;
  void on_task(const TaskEvent& event) override;
  void on_buffer(const BufferEvent& event) override;
  void on_choice(const ChoiceEvent& event) override;
  void on_fault(const FaultEvent& event) override;
  /// Passes on everything that is still held, then the end.
  void on_end(Cycle cycle) override;

  std::uint64_t count() const { return count_; }
  /// What a sink threw, such as a trace on a full disk; null if none did. Nothing is delivered
  /// after it, and it does not pass through the model, whose frames are SystemC's and the kernels'.
  const std::exception_ptr& failure() const { return failure_; }

 private:
  /// Rare events with text in them, out of the way of the many small ones.
  template <typename E>
  using Boxed = std::shared_ptr<const E>;
  using Event = std::variant<IssueEvent, InstructionEvent, AccessEvent, CompletionEvent, SyncEvent,
                             Boxed<TaskDescription>, DependencyEvent, TaskEvent, Boxed<BufferEvent>,
                             ChoiceEvent, Boxed<FaultEvent>>;
  struct Held {
    Cycle cycle;
    AgentId agent;
    std::uint64_t order;
    Event event;
  };
  struct Later {
    bool operator()(const Held& a, const Held& b) const { return b.cycle < a.cycle; }
  };

  void take(Cycle cycle, AgentId agent, Event event);
  void advance(Cycle cycle);
  void deliver_current();

  std::vector<EventSink*> sinks_;
  Cycle cycle_ = 0;
  std::uint64_t count_ = 0;
  std::exception_ptr failure_;
  std::vector<Held> current_;  ///< events of cycle_
  std::priority_queue<Held, std::vector<Held>, Later> future_;
};

}  // namespace npusim
