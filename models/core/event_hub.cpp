// SPDX-License-Identifier: Apache-2.0
#include "models/core/event_hub.h"

#include <algorithm>
#include <utility>

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
  void operator()(const std::shared_ptr<const TimeEvent>& e) const { sink.on_time(*e); }
  void operator()(const std::shared_ptr<const WorkEvent>& e) const { sink.on_work(*e); }
};

template <typename E>
std::shared_ptr<const E> boxed(const E& event) {
  return std::make_shared<const E>(event);
}

}  // namespace

EventHub::EventHub(std::vector<EventSink*> sinks) : sinks_(std::move(sinks)) {
  static_assert(std::variant_size_v<Event> == kEventKindCount);
  for (EventSink* sink : sinks_) {
    wanted_ |= sink->wanted();
    for (unsigned kind = 0; kind < kEventKindCount; ++kind) {
      if ((sink->wanted() >> kind & 1) != 0) sinks_by_kind_[kind].push_back(sink);
    }
  }
}

template <typename E>
void EventHub::take(EventKind kind, Cycle cycle, AgentId agent, const E& event) {
  ++count_;
  if ((wanted_ & kind) == 0) return;
  if (settled() > cycle_) advance(settled());
  if (cycle > cycle_) {
    hold_for_later(cycle, agent, event);
  } else {
    current_.push_back({agent, event});
  }
}

void EventHub::hold_for_later(Cycle cycle, AgentId agent, Event event) {
  auto place = static_cast<std::uint32_t>(future_events_.size());
  if (free_places_.empty()) {
    future_events_.push_back({agent, std::move(event)});
  } else {
    place = free_places_.back();
    free_places_.pop_back();
    future_events_[place] = {agent, std::move(event)};
  }
  future_.push({cycle, ++held_for_later_, place});
}

void EventHub::on_issue(const IssueEvent& event) {
  // An issue belongs to the program order of the front end that made it.
  take(kIssueEvents, event.cycle, agent_of(core_of(event.agent), Pipe::S), event);
}
void EventHub::on_instruction(const InstructionEvent& event) {
  take(kInstructionEvents, event.cycle, event.agent, event);
}
void EventHub::on_access(const AccessEvent& event) {
  take(kAccessEvents, event.cycle, event.agent, event);
}
void EventHub::on_completion(const CompletionEvent& event) {
  take(kCompletionEvents, event.cycle, event.agent, event);
}
void EventHub::on_sync(const SyncEvent& event) {
  take(kSyncEvents, event.cycle, event.agent, event);
}
void EventHub::on_task(const TaskEvent& event) {
  take(kTaskEvents, event.cycle, event.agent, event);
}
void EventHub::on_choice(const ChoiceEvent& event) {
  take(kChoiceEvents, event.cycle, event.agent, event);
}
void EventHub::on_fault(const FaultEvent& event) {
  take(kFaultEvents, event.cycle, event.agent, boxed(event));
}
/// Not counted: who asks for the time does not change what else a run reports.
void EventHub::on_time(const TimeEvent& event) {
  take(kTimeEvents, event.cycle, event.agent, boxed(event));
  --count_;
}
void EventHub::on_work(const WorkEvent& event) {
  take(kWorkEvents, event.cycle, event.agent, boxed(event));
  --count_;
}
// The orchestrator tells of submissions, dependencies and buffers.
void EventHub::on_task_description(const TaskDescription& event) {
  take(kTaskDescriptions, event.cycle, kOrchestratorAgent, boxed(event));
}
void EventHub::on_dependency(const DependencyEvent& event) {
  take(kDependencyEvents, event.cycle, kOrchestratorAgent, event);
}
void EventHub::on_buffer(const BufferEvent& event) {
  take(kBufferEvents, event.cycle, kOrchestratorAgent, boxed(event));
}

/// Delivers everything before `cycle`.
void EventHub::advance(Cycle cycle) {
  deliver_current();
  while (!future_.empty() && future_.top().cycle <= cycle) {
    cycle_ = future_.top().cycle;
    while (!future_.empty() && future_.top().cycle == cycle_) {
      const std::uint32_t place = future_.top().place;
      current_.push_back(std::move(future_events_[place]));
      free_places_.push_back(place);
      future_.pop();
    }
    if (cycle_ < cycle) deliver_current();
  }
  cycle_ = cycle;
}

void EventHub::deliver_current() {
  order_.clear();
  for (std::size_t i = 0; i < current_.size(); ++i) {
    order_.push_back(std::uint64_t{current_[i].agent} << 32 | i);
  }
  std::sort(order_.begin(), order_.end());
  try {
    for (const std::uint64_t key : order_) {
      const Event& event = current_[static_cast<std::uint32_t>(key)].event;
      for (EventSink* sink : sinks_by_kind_[event.index()]) std::visit(Deliver{*sink}, event);
    }
  } catch (const std::exception&) {
    failure_ = std::current_exception();
    sinks_.clear();
    sinks_by_kind_ = {};
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
