// SPDX-License-Identifier: Apache-2.0
// A sink that keeps every event as a line of text, for comparisons.
#pragma once

#include <string>
#include <vector>

#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"

namespace npusim::test {

class EventText : public EventSink {
 public:
  explicit EventText(const SourceLookup& sources) : sources_(sources) {}
  std::vector<std::string> lines;

  void on_issue(const IssueEvent& e) override;
  void on_instruction(const InstructionEvent& e) override;
  void on_access(const AccessEvent& e) override;
  void on_completion(const CompletionEvent& e) override;
  void on_sync(const SyncEvent& e) override;
  void on_task_description(const TaskDescription& e) override;
  void on_dependency(const DependencyEvent& e) override;
  void on_task(const TaskEvent& e) override;
  void on_buffer(const BufferEvent& e) override;
  void on_choice(const ChoiceEvent& e) override;
  void on_fault(const FaultEvent& e) override;
  void on_end(Cycle cycle) override;

 private:
  std::string place(Site site) const;
  const SourceLookup& sources_;
};

}  // namespace npusim::test
