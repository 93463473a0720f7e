// SPDX-License-Identifier: Apache-2.0
// What judges a run: the checks, the times of its tasks and what reports draw. A live run's events
// and those of a trace go through the same one, into the same report.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/checks.h"
#include "analysis/occupancy/task_times.h"
#include "analysis/result/run_report.h"
#include "analysis/result/suppressions.h"
#include "analysis/sync/stalled_cores.h"
#include "analysis/timeline/run_recorder.h"
#include "models/arch/source_lookup.h"

namespace npusim::session {

struct JudgeSettings {
  std::vector<std::string> checks;  ///< ids; none: nothing is checked
  bool contested_errors = false;    ///< findings on contested rules count
  bool picture = false;             ///< a report draws
};

class RunJudge {
 public:
  /// `sources` must outlive this.
  RunJudge(const JudgeSettings& settings, const Knobs& knobs, const SourceLookup& sources);

  /// What events go to, in this order.
  std::vector<EventSink*> sinks();
  /// Null if nothing is checked.
  const analysis::Checks* checks() const { return checks_.get(); }

  // After the last event.

  /// Tasks, findings and whether a stall follows from one into the report, each with `replay`, the
  /// command that makes it again. Accepted findings are taken out; entries of `accepted` that hold
  /// no longer on the date `today` are findings themselves.
  void report_into(analysis::RunReport& report, const std::string& replay,
                   const std::vector<analysis::Suppression>& accepted,
                   const std::string& today) const;
  /// What the run looked like, for the report's findings; null if no report draws.
  std::shared_ptr<analysis::RunPicture> picture(const analysis::RunReport& report,
                                                const std::string& replay) const;

 private:
  const SourceLookup& sources_;
  analysis::TaskTimes task_times_;
  analysis::StalledCores stalled_cores_;
  std::unique_ptr<analysis::Checks> checks_;
  std::unique_ptr<analysis::RunRecorder> recorder_;
};

}  // namespace npusim::session
