// SPDX-License-Identifier: Apache-2.0
// Where the model's events go. The model knows only this; trace writers and checks implement it.
#pragma once

#include "models/arch/event.h"

namespace npusim {

/// The kinds of events, one bit each: EventSink::wanted.
enum EventKind : unsigned {
  kIssueEvents = 1u << 0,
  kInstructionEvents = 1u << 1,
  kAccessEvents = 1u << 2,
  kCompletionEvents = 1u << 3,
  kSyncEvents = 1u << 4,
  kTaskDescriptions = 1u << 5,
  kDependencyEvents = 1u << 6,
  kTaskEvents = 1u << 7,
  kBufferEvents = 1u << 8,
  kChoiceEvents = 1u << 9,
  kFaultEvents = 1u << 10,
  kTimeEvents = 1u << 11,
  kWorkEvents = 1u << 12,
};
inline constexpr unsigned kEventKindCount = 13;
/// What every trace keeps. Time and work are for those who ask for them.
inline constexpr unsigned kAllEvents = kTimeEvents - 1;

/// Takes a run's events in the order of models/arch/event.h. Every member has an empty default so a
/// sink names only what it wants; a plain EventSink is the null sink.
class EventSink {
 public:
  virtual ~EventSink() = default;

  /// The kinds it does something with (a set of EventKind); the model may leave the others out.
  virtual unsigned wanted() const { return kAllEvents; }

  virtual void on_issue(const IssueEvent&) {}
  virtual void on_instruction(const InstructionEvent&) {}
  virtual void on_access(const AccessEvent&) {}
  virtual void on_completion(const CompletionEvent&) {}
  virtual void on_sync(const SyncEvent&) {}
  virtual void on_task_description(const TaskDescription&) {}
  virtual void on_dependency(const DependencyEvent&) {}
  virtual void on_task(const TaskEvent&) {}
  virtual void on_buffer(const BufferEvent&) {}
  virtual void on_choice(const ChoiceEvent&) {}
  virtual void on_fault(const FaultEvent&) {}
  virtual void on_time(const TimeEvent&) {}
  virtual void on_work(const WorkEvent&) {}
  /// After the last event; `cycle` is the end of the run.
  virtual void on_end(Cycle) {}
};

}  // namespace npusim
