// SPDX-License-Identifier: Apache-2.0
// Gathers what every pipe spent its time on (models/arch/event.h, TimeEvent), and makes of it a
// TimeReport.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/result/time_report.h"
#include "analysis/time/critical_path.h"
#include "analysis/time/retiming.h"
#include "analysis/time/wait_reasons.h"
#include "analysis/time/work_account.h"
#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class TimeAccount : public EventSink {
 public:
  unsigned wanted() const override {
    return kTimeEvents | kWorkEvents | kSyncEvents | kIssueEvents | kTaskDescriptions |
           kDependencyEvents;
  }
  void on_time(const TimeEvent& event) override { path_.add(event); }
  void on_work(const WorkEvent& event) override { work_.add(event); }
  void on_sync(const SyncEvent& event) override;
  void on_issue(const IssueEvent& event) override { order_free_.add(event); }
  void on_task_description(const TaskDescription& description) override;
  void on_dependency(const DependencyEvent& event) override {
    path_.add(event);
    order_free_.add(event);
  }

  /// `cycles` is the run's length; `sources` finds lines.
  TimeReport report(Cycle cycles, const SourceLookup& sources) const;
  /// What a pipe did over time: `visit(event, use, begin, end)` for each stretch, in order, without
  /// gap from 0 to `cycles`.
  using VisitUse = std::function<void(const TimeEvent&, TimeUse, Cycle, Cycle)>;
  void each_use(AgentId agent, Cycle cycles, const VisitUse& visit) const;
  /// The pipes that have one.
  std::vector<AgentId> agents() const;
  const WaitReasons& reasons() const { return reasons_; }

 private:
  void split_empty(const TimeEvent& event, const VisitUse& visit) const;
  std::vector<WaitLine> wait_lines(Cycle cycles, const SourceLookup& sources,
                                   const std::vector<PathStep>& steps) const;
  Retiming retimed() const;
  WaitLine line_of(const TimeEvent& event, const SourceLookup& sources) const;
  std::string task_name(TaskIndex task) const;

  WaitReasons reasons_;
  std::map<TaskIndex, std::string> names_;
  CriticalPath path_;
  Retiming order_free_;           ///< has issues and dependencies, and no more
  std::vector<SyncEvent> syncs_;  ///< that a retiming wants
  WorkAccount work_;
};

}  // namespace npusim::analysis
