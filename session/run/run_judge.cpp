// SPDX-License-Identifier: Apache-2.0
#include "session/run/run_judge.h"

#include <algorithm>
#include <utility>

namespace npusim::session {

RunJudge::RunJudge(const JudgeSettings& settings, const Knobs& knobs, const SourceLookup& sources)
    : sources_(sources) {
  if (!settings.checks.empty()) {
    analysis::CheckOptions options = analysis::CheckOptions::from_ids(settings.checks);
    options.contested_errors = settings.contested_errors;
    checks_ = std::make_unique<analysis::Checks>(options, knobs, sources);
  }
  if (settings.picture) {
    recorder_ = std::make_unique<analysis::RunRecorder>(
        [this] { return checks_ ? checks_->findings() : std::vector<analysis::Finding>{}; });
  }
}

std::vector<EventSink*> RunJudge::sinks() {
  std::vector<EventSink*> sinks{&task_times_, &stalled_cores_};
  if (checks_) sinks.push_back(checks_.get());
  if (recorder_) sinks.push_back(recorder_.get());
  return sinks;
}

void RunJudge::report_into(analysis::RunReport& report, const std::string& replay,
                           const std::vector<analysis::Suppression>& accepted,
                           const std::string& today) const {
  report.tasks = task_times_.summaries();
  if (!checks_) return;
  report.findings = checks_->findings();
  if (!accepted.empty()) {
    analysis::SuppressionOutcome outcome =
        analysis::apply(accepted, std::move(report.findings), today);
    report.findings = std::move(outcome.findings);
    for (const std::string& problem : outcome.problems) {
      analysis::Finding finding;
      finding.check = finding.hazard = "suppression";
      finding.message = problem;
      finding.fix = "remove the entry, or renew it with a reason";
      report.findings.push_back(std::move(finding));
    }
  }
  for (analysis::Finding& finding : report.findings) finding.replay = replay;
  if (!stalled_cores_.follow_from_accesses()) return;
  // Without the finding, or if it is accepted, the stall is all that is left to tell.
  const auto cause = std::ranges::find_if(report.findings, [](const analysis::Finding& finding) {
    return finding.hazard == "out-of-bounds" && finding.severity == analysis::Severity::Error;
  });
  report.stall_follows = cause != report.findings.end();
  if (report.stall_follows) cause->follows.push_back(stalled_cores_.sentence());
}

std::shared_ptr<analysis::RunPicture> RunJudge::picture(const analysis::RunReport& report,
                                                        const std::string& replay) const {
  if (!recorder_) return nullptr;
  auto picture =
      std::make_shared<analysis::RunPicture>(recorder_->picture(report.findings, sources_));
  picture->replay = replay;
  return picture;
}

}  // namespace npusim::session
