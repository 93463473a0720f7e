// SPDX-License-Identifier: Apache-2.0
// Passes events on to several sinks, in their order.
#pragma once

#include <utility>
#include <vector>

#include "models/arch/event_sink.h"

namespace npusim::analysis {

class EventTee : public EventSink {
 public:
  explicit EventTee(std::vector<EventSink*> sinks) : sinks_(std::move(sinks)) {}

  unsigned wanted() const override {
    unsigned all = 0;
    for (const EventSink* const sink : sinks_) all |= sink->wanted();
    return all;
  }
  void on_issue(const IssueEvent& event) override { pass(&EventSink::on_issue, event); }
  void on_instruction(const InstructionEvent& event) override {
    pass(&EventSink::on_instruction, event);
  }
  void on_access(const AccessEvent& event) override { pass(&EventSink::on_access, event); }
  void on_completion(const CompletionEvent& event) override {
    pass(&EventSink::on_completion, event);
  }
  void on_sync(const SyncEvent& event) override { pass(&EventSink::on_sync, event); }
  void on_task_description(const TaskDescription& event) override {
    pass(&EventSink::on_task_description, event);
  }
  void on_dependency(const DependencyEvent& event) override {
    pass(&EventSink::on_dependency, event);
  }
  void on_task(const TaskEvent& event) override { pass(&EventSink::on_task, event); }
  void on_buffer(const BufferEvent& event) override { pass(&EventSink::on_buffer, event); }
  void on_choice(const ChoiceEvent& event) override { pass(&EventSink::on_choice, event); }
  void on_fault(const FaultEvent& event) override { pass(&EventSink::on_fault, event); }
  void on_time(const TimeEvent& event) override { pass(&EventSink::on_time, event); }
  void on_work(const WorkEvent& event) override { pass(&EventSink::on_work, event); }
  void on_end(Cycle cycle) override {
    for (EventSink* const sink : sinks_) sink->on_end(cycle);
  }

 private:
  template <typename Event>
  void pass(void (EventSink::*member)(const Event&), const Event& event) {
    for (EventSink* const sink : sinks_) (sink->*member)(event);
  }

  std::vector<EventSink*> sinks_;
};

}  // namespace npusim::analysis
