// SPDX-License-Identifier: Apache-2.0
#include "session/trace/recorded_run.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/result/own_limits.h"
#include "analysis/result/verdict.h"
#include "analysis/time/time_account.h"
#include "analysis/timeline/event_tee.h"
#include "analysis/timeline/use_lanes.h"
#include "models/arch/input_error.h"
#include "session/run/engine.h"
#include "session/run/recorded_findings.h"
#include "session/run/replay_text.h"
#include "session/run/run_judge.h"
#include "session/run/source_lines.h"
#include "sim/build/program_identity.h"
#include "traces/read/trace_reader.h"

namespace npusim::session {
namespace {

/// Counts what a live run's model counts, and keeps what the model itself saw.
class RunLog : public EventSink {
 public:
  /// The model counts those of the cores; the orchestrator's accesses are events, too.
  void on_instruction(const InstructionEvent& event) override {
    if (is_core_agent(event.agent)) ++instructions;
  }
  void on_access(const AccessEvent& event) override {
    // A line on its way out of a data cache has an InstructionEvent, but no instruction.
    if (event.path == AccessPath::WriteBack) --instructions;
  }
  void on_choice(const ChoiceEvent&) override { ++choices; }
  void on_sync(const SyncEvent& event) override {
    switch (event.kind) {
      case SyncKind::SetFlag:
      case SyncKind::WaitFlag:
      case SyncKind::PipeBarrier:
      case SyncKind::BarrierAll:
      case SyncKind::CrossCoreSet:
      case SyncKind::CrossCoreWait:
        ++instructions;
        break;
      case SyncKind::AtomicUpdate:
      case SyncKind::AtomicRead:
      case SyncKind::CacheClean:  // the model counts none of these
      case SyncKind::StoreFence:
      case SyncKind::TaskStart:
      case SyncKind::TaskEnd:
      case SyncKind::BarrierArrive:
      case SyncKind::BarrierLeave:
      case SyncKind::MessageWords:
        break;
    }
  }
  void on_fault(const FaultEvent& event) override { faults.push_back(event); }
  void on_end(Cycle cycle) override { end = cycle; }
  std::uint64_t instructions = 0;
  std::uint64_t choices = 0;
  Cycle end = 0;
  std::vector<FaultEvent> faults;
};

/// What was run, as the trace says it.
RunSettings settings_of(const traces::TraceHeader& header, const std::string& trace) {
  RunSettings settings;
  settings.program = header.program;
  if (header.data_file != "data.json") settings.data = header.data_file;
  settings.schedule = parse_schedule(header.schedule, trace);
  for (const auto& [knob, value] : header.knobs) settings.knobs.set(knob, value);
  settings.set.assign(header.knobs.begin(), header.knobs.end());
  return settings;
}

/// What the checks did not get to see, a sentence each.
std::vector<std::string> unseen(const traces::TraceInfo& info,
                                const traces::ReplaySummary& replayed,
                                const std::vector<std::string>& checks) {
  std::vector<std::string> lost;
  if (checks.empty()) return lost;
  const bool judges_accesses =
      std::any_of(checks.begin(), checks.end(), [](const auto& id) { return id != "sync"; });
  if (judges_accesses && !info.header.local_accesses) {
    lost.push_back(
        "The trace has no accesses to local memories, so races, bounds and uninitialised reads in "
        "UB, L1 and the others are not judged; record it with --trace-local.");
  }
  if (!info.header.slice.empty()) {
    lost.push_back(
        fmt::format("The trace is a part of a larger one ({}); what was left out is not "
                    "judged, and what it ordered may seem unordered.",
                    info.header.slice));
  }
  if (!info.outcome.complete) {
    lost.push_back(
        fmt::format("The recording was cut off; {} events were read, what came after "
                    "them is not judged.",
                    replayed.delivered));
  }
  if (info.outcome.lost != 0) {
    lost.push_back(fmt::format("The recording lost {} events.", info.outcome.lost));
  }
  return lost;
}

/// The run's own findings must come out again, if the trace holds all that its checks saw.
void compare_with_recorded(const traces::TraceReader& trace, analysis::RunReport& report) {
  const traces::TraceInfo& info = trace.info();
  if (!info.outcome.has_findings || !report.lost.empty() || !info.header.suppressions.empty() ||
      info.header.checks != fmt::format("{}", fmt::join(report.checks, ","))) {
    return;
  }
  const std::string difference =
      first_difference(trace.findings(), finding_records(report.findings));
  if (difference.empty()) return;
  report.lost.push_back(fmt::format(
      "The findings are not those that the run recorded: {}. The file was changed, or another "
      "npusim wrote it (this one is not {}), or this is a bug.",
      difference, info.header.npusim_version));
}

std::shared_ptr<const analysis::RunPicture> picture_of(const RunJudge& judge,
                                                       const traces::TraceReader& trace,
                                                       const std::string& replay,
                                                       const analysis::TimeAccount* time,
                                                       const analysis::RunReport& report) {
  const auto picture = judge.picture(report, replay);
  if (!picture) return nullptr;
  picture->from_trace = true;
  picture->notes = {
      "This report was made from a trace, which does not hold the outputs: they are not compared "
      "here."};
  if (const std::string& verdict = trace.info().outcome.verdict; !verdict.empty()) {
    picture->notes.push_back(fmt::format("The run's own verdict was: {}.", verdict));
  }
  if (time != nullptr) analysis::draw_time(*time, report, trace, *picture);
  picture->sources = report.excerpts;
  if (picture->sources.empty() && !report.findings.empty()) {
    picture->notes.push_back(
        "The trace holds no source lines: its run was killed, or its program was not there.");
  }
  return picture;
}

}  // namespace

analysis::RunReport judge_trace(const std::string& path, const std::vector<std::string>& checks,
                                bool contested_errors, bool picture) {
  const traces::TraceReader trace(path);
  const traces::TraceInfo& info = trace.info();
  const RunSettings settings = settings_of(info.header, path);

  RunJudge judge({checks, contested_errors, picture}, settings.knobs, trace);
  RunLog log;
  std::vector<EventSink*> sinks = judge.sinks();
  sinks.push_back(&log);
  std::unique_ptr<analysis::TimeAccount> time;
  if (has_times(info)) sinks.push_back((time = std::make_unique<analysis::TimeAccount>()).get());
  analysis::EventTee all(sinks);
  const traces::ReplaySummary replayed = trace.replay_events(all);

  analysis::RunReport report;
  report.version = info.header.npusim_version;
  report.program = info.header.program;
  report.seed = info.header.seed;
  report.schedule = info.header.schedule;
  report.compiler = compiler_of(info.header.inputs);
  report.knobs = info.header.knobs;
  report.checks = checks;
  report.cycles = log.end;
  report.instructions = log.instructions;
  report.events = info.outcome.events + info.outcome.skipped_local_accesses - log.choices;
  const std::string replay =
      info.header.replay.empty() ? replay_command(settings) : info.header.replay;
  judge.report_into(report, replay, {}, "");
  report.lost = unseen(info, replayed, checks);
  compare_with_recorded(trace, report);
  analysis::add_own_limits(log.faults, trace, report);
  analysis::decide(report);
  const bool hung = std::any_of(report.tasks.begin(), report.tasks.end(),
                                [](const analysis::TaskSummary& task) { return !task.ended; });
  const bool stalled = info.outcome.verdict == analysis::name(analysis::Verdict::Stall);
  report.stall_follows = report.stall_follows && !stalled;
  if ((stalled && (hung || report.verdict != analysis::Verdict::Stall)) || report.stall_follows) {
    report.stall_reason =
        "the recorded run stalled; what waited for what, the trace does not say: " + replay;
  }
  report.excerpts = excerpts_of(trace.source_lines());
  if (time) {
    report.time = std::make_shared<analysis::TimeReport>(time->report(log.end, trace));
  }
  report.picture = picture_of(judge, trace, replay, time.get(), report);
  analysis::decide(report);
  return report;
}

}  // namespace npusim::session
