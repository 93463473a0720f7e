// SPDX-License-Identifier: Apache-2.0
// Puts events into the order that models/arch/event.h promises: by cycle, within a cycle by agent,
// within an agent as they came. Producers call it in whatever order SystemC runs them, and may name
// a cycle in the future (completions).
#pragma once

#include <array>
#include <cstdint>
#include <exception>
#include <memory>
#include <queue>
#include <tuple>
#include <variant>
#include <vector>

#include "models/arch/event_sink.h"

namespace npusim {

class EventHub : public EventSink {
 public:
  /// Passes everything on to `sinks`, in this order.
  explicit EventHub(std::vector<EventSink*> sinks);

  unsigned wanted() const override { return wanted_; }

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
  void on_time(const TimeEvent& event) override;
  void on_work(const WorkEvent& event) override;
  /// Passes on everything that is still held, then the end.
  void on_end(Cycle cycle) override;

  /// Whether some sink does something with events of this kind.
  bool wants(EventKind kind) const { return (wanted_ & kind) != 0; }
  std::uint64_t count() const { return count_; }
  /// What a sink threw, such as a trace on a full disk; null if none did. Nothing is delivered
  /// after it, and it does not pass through the model, whose frames are SystemC's and the kernels'.
  const std::exception_ptr& failure() const { return failure_; }

 private:
  /// Rare events with text in them, out of the way of the many small ones. The alternatives come
  /// in the order of EventKind.
  template <typename E>
  using Boxed = std::shared_ptr<const E>;
  using Event = std::variant<IssueEvent, InstructionEvent, AccessEvent, CompletionEvent, SyncEvent,
                             Boxed<TaskDescription>, DependencyEvent, TaskEvent, Boxed<BufferEvent>,
                             ChoiceEvent, Boxed<FaultEvent>, Boxed<TimeEvent>, Boxed<WorkEvent>>;
  /// An event of the cycle at hand. Its place in current_ is the order in which it came.
  struct Held {
    AgentId agent;
    Event event;
  };
  /// An event of a later cycle; what it holds stays in future_events_.
  struct Later {
    Cycle cycle;
    std::uint64_t order;
    std::uint32_t place;
    bool operator<(const Later& other) const {
      return std::tie(other.cycle, other.order) < std::tie(cycle, order);
    }
  };

  template <typename E>
  void take(EventKind kind, Cycle cycle, AgentId agent, const E& event);
  void hold_for_later(Cycle cycle, AgentId agent, Event event);
  void advance(Cycle cycle);
  void deliver_current();

  std::vector<EventSink*> sinks_;
  unsigned wanted_ = 0;
  std::array<std::vector<EventSink*>, kEventKindCount> sinks_by_kind_;  ///< by place in Event
  Cycle cycle_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t held_for_later_ = 0;
  std::exception_ptr failure_;
  std::vector<Held> current_;         ///< events of cycle_
  std::vector<std::uint64_t> order_;  ///< agent and place in current_, while delivering
  std::priority_queue<Later> future_;
  std::vector<Held> future_events_;
  std::vector<std::uint32_t> free_places_;  ///< in future_events_
};

}  // namespace npusim
