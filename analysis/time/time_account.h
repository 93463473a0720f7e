// SPDX-License-Identifier: Apache-2.0
// Gathers what every pipe spent its time on (models/arch/event.h, TimeEvent), and makes of it a
// TimeReport.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "analysis/result/time_report.h"
#include "analysis/time/critical_path.h"
#include "analysis/time/retiming.h"
#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class TimeAccount : public EventSink {
 public:
  unsigned wanted() const override {
    return kTimeEvents | kSyncEvents | kIssueEvents | kTaskDescriptions | kDependencyEvents;
  }
  void on_time(const TimeEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_issue(const IssueEvent& event) override { retiming_.add(event); }
  void on_task_description(const TaskDescription& description) override;
  void on_dependency(const DependencyEvent& event) override {
    path_.add(event);
    retiming_.add(event);
  }

  /// `cycles` is the run's length; `sources` finds lines.
  TimeReport report(Cycle cycles, const SourceLookup& sources) const;

 private:
  struct Block {
    Cycle begin = 0;
    Cycle end = kRunning;
  };
  static constexpr Cycle kRunning = ~Cycle{0};

  void split_empty(const TimeEvent& event, TimeByUse& uses) const;
  void finish(AgentId agent, Cycle from, Cycle to, TimeByUse& uses) const;
  std::vector<WaitLine> wait_lines(Cycle cycles, const SourceLookup& sources,
                                   const std::vector<PathStep>& steps) const;
  WaitLine line_of(const TimeEvent& event, const SourceLookup& sources) const;
  std::string task_name(TaskIndex task) const;

  std::map<AgentId, PipeTime> pipes_;
  std::map<AgentId, Cycle> told_until_;
  std::map<CoreId, std::vector<Block>> blocks_;
  std::unordered_map<std::uint64_t, Site> set_sites_;  ///< by flag_key; only looked up
  std::map<TaskIndex, std::string> names_;
  CriticalPath path_;
  Retiming retiming_;
};

}  // namespace npusim::analysis
