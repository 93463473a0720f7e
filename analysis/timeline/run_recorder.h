// SPDX-License-Identifier: Apache-2.0
// Collects what reports draw, from a live run's events or a trace's. Attach it only where a report
// asks for pictures; attach it after the checks.
#pragma once

#include <functional>
#include <vector>

#include "analysis/timeline/instruction_log.h"
#include "analysis/timeline/task_timeline.h"
#include "analysis/timeline/usage_log.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class RunRecorder : public EventSink {
 public:
  /// `findings` returns the run's findings so far; null without checks.
  explicit RunRecorder(std::function<std::vector<Finding>()> findings)
      : instructions_(std::move(findings)) {}

  unsigned wanted() const override {
    return kInstructionEvents | kAccessEvents | kCompletionEvents | kSyncEvents |
           kTaskDescriptions | kDependencyEvents | kTaskEvents;
  }
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;
  void on_completion(const CompletionEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_task_description(const TaskDescription& event) override;
  void on_dependency(const DependencyEvent& event) override;
  void on_task(const TaskEvent& event) override;

  /// Everything that comes from events. `findings` are the report's, in its order.
  RunPicture picture(const std::vector<Finding>& findings, const SourceLookup& sources) const;

 private:
  InstructionLog instructions_;
  UsageLog usage_;
  TaskTimeline tasks_;
};

}  // namespace npusim::analysis
