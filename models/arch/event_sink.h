// SPDX-License-Identifier: Apache-2.0
// Where the model's events go. The model knows only this; trace writers and checks implement it.
#pragma once

#include "models/arch/event.h"

namespace npusim {

/// Takes a run's events in the order of models/arch/event.h. Every member has an empty default so a
/// sink names only what it wants; a plain EventSink is the null sink.
class EventSink {
 public:
  virtual ~EventSink() = default;

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
  /// After the last event; `cycle` is the end of the run.
  virtual void on_end(Cycle) {}
};

}  // namespace npusim
