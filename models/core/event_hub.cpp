// SPDX-License-Identifier: Apache-2.0
#include "models/core/event_hub.h"

#include <algorithm>
#include <tuple>

#include "models/memory/sim_time.h"

namespace npusim {
namespace {

struct Deliver {
  EventSink& sink;
  void operator()(const IssueEvent& e) const { sink.on_issue(e); }
  void operator()(const InstructionEvent& e) const { sink.on_instruction(e); }
  void operator()(const AccessEvent& e) const { sink.on_access(e); }
  void operator()(const CompletionEvent& e) const { sink.on_completion(e); }
  void operator()(const SyncEvent& e) const { sink.on_sync(e); }
  void operator()(const std::shared_ptr<const TaskDescription>& e) const {
    sink.on_task_description(*e);
  }
  void operator()(const DependencyEvent& e) const { sink.on_dependency(e); }
  void operator()(const TaskEvent& e) const { sink.on_task(e); }
  void operator()(const std::shared_ptr<const BufferEvent>& e) const { sink.on_buffer(*e); }
  void operator()(const ChoiceEvent& e) const { sink.on_choice(e); }
  void operator()(const std::shared_ptr<const FaultEvent>& e) const { sink.on_fault(*e); }
};

template <typename E>
std::shared_ptr<const E> boxed(const E& event) {
  return std::make_shared<const E>(event);
}

}  // namespace

void EventHub::take(Cycle cycle, AgentId agent, Event event) {
  ++count_;
  if (sinks_.empty()) return;
  if (now() > cycle_) advance(now());
  if (cycle <= cycle_) {
    current_.push_back({cycle, agent, count_, std::move(event)});
  } else {
    future_.push({cycle, agent, count_, std::move(event)});
  }
}

void EventHub::on_issue(const IssueEvent& event) {
  // An issue belongs to the program order of the front end that made it.
  take(event.cycle, agent_of(core_of(event.agent), Pipe::S), event);
}
void EventHub::on_instruction(const InstructionEvent& event) {
  take(event.cycle, event.agent, event);
}
void EventHub::on_access(const AccessEvent& event) { take(event.cycle, event.agent, event); }
void EventHub::on_completion(const CompletionEvent& event) {
  take(event.cycle, event.agent, event);
}
void EventHub::on_sync(const SyncEvent& event) { take(event.cycle, event.agent, event); }
void EventHub::on_task(const TaskEvent& event) { take(event.cycle, event.agent, event); }
void EventHub::on_choice(const ChoiceEvent& event) { take(event.cycle, event.agent, event); }
void EventHub::on_fault(const FaultEvent& event) { take(event.cycle, event.agent, boxed(event)); }
// The orchestrator tells of submissions, dependencies and buffers.
void EventHub::on_task_description(const TaskDescription& event) {
  take(event.cycle, kOrchestratorAgent, boxed(event));
}
void EventHub::on_dependency(const DependencyEvent& event) {
  take(event.cycle, kOrchestratorAgent, event);
}
void EventHub::on_buffer(const BufferEvent& event) {
  take(event.cycle, kOrchestratorAgent, boxed(event));
}

/// Delivers everything before `cycle`.
void EventHub::advance(Cycle cycle) {
  deliver_current();
  while (!future_.empty() && future_.top().cycle <= cycle) {
    cycle_ = future_.top().cycle;
    while (!future_.empty() && future_.top().cycle == cycle_) {
      current_.push_back(future_.top());
      future_.pop();
    }
    if (cycle_ < cycle) deliver_current();
  }
  cycle_ = cycle;
}

void EventHub::deliver_current() {
  std::sort(current_.begin(), current_.end(), [](const Held& a, const Held& b) {
    return std::tie(a.agent, a.order) < std::tie(b.agent, b.order);
  });
  try {
    for (const Held& held : current_) {
      for (EventSink* sink : sinks_) std::visit(Deliver{*sink}, held.event);
    }
  } catch (const std::exception&) {
    failure_ = std::current_exception();
    sinks_.clear();
  }
  current_.clear();
}

void EventHub::on_end(Cycle cycle) {
  advance(cycle);
  while (!future_.empty()) advance(future_.top().cycle);
  deliver_current();
  for (EventSink* sink : sinks_) sink->on_end(cycle);
}

}  // namespace npusim
