// SPDX-License-Identifier: Apache-2.0
// npusim trace report: the HTML report of a recorded run.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "analysis/checks.h"
#include "analysis/occupancy/task_times.h"
#include "analysis/report/report_format.h"
#include "analysis/report/source_excerpts.h"
#include "analysis/report/verdict.h"
#include "analysis/timeline/event_tee.h"
#include "analysis/timeline/run_recorder.h"
#include "cli/replay_text.h"
#include "cli/source_root.h"
#include "cli/trace_command.h"
#include "models/arch/input_error.h"
#include "traces/trace_reader.h"

namespace npusim::cli {
namespace {

constexpr const char* kExample =
    "Examples:\n"
    "  npusim run my_program --trace run.h5 --trace-local\n"
    "  npusim trace report run.h5 --out run.html";

struct ReportOptions {
  std::string trace;
  std::string out;
};

/// Counts what a live run's model counts.
class EventCount : public EventSink {
 public:
  void on_instruction(const InstructionEvent&) override { ++instructions; }
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
      case SyncKind::CacheClean:  // these have an InstructionEvent too
      case SyncKind::StoreFence:
      case SyncKind::TaskStart:
      case SyncKind::TaskEnd:
        break;
    }
  }
  void on_end(Cycle cycle) override { end = cycle; }
  std::uint64_t instructions = 0;
  Cycle end = 0;
};

/// What was run, as the trace says it.
RunSettings settings_of(const traces::TraceHeader& header, const std::string& trace) {
  RunSettings settings;
  settings.program = header.program;
  if (header.data_file != "data.json") settings.data = header.data_file;
  settings.schedule = parse_schedule(header.schedule, trace);
  for (const auto& [knob, value] : header.knobs) settings.knobs.set(knob, value);
  return settings;
}

/// What a report of this trace cannot say, a sentence each.
std::vector<std::string> notes_on(const traces::TraceInfo& info,
                                  const traces::ReplaySummary& replayed) {
  std::vector<std::string> notes = {
      "This report was made from a trace, which does not hold the outputs: they are not compared "
      "here."};
  if (!info.outcome.verdict.empty()) {
    notes.push_back(fmt::format("The run's own verdict was: {}.", info.outcome.verdict));
  }
  if (!info.header.local_accesses) {
    notes.push_back(
        "The trace has no accesses to local memories (--trace-local), so races, uninitialised "
        "reads "
        "and bounds in UB, L1 and the others are not judged here.");
  }
  if (!info.header.slice.empty()) {
    notes.push_back("The trace is a part of a larger one: " + info.header.slice);
  }
  if (!info.outcome.complete) {
    notes.push_back(fmt::format("The run was cut off; {} events were read.", replayed.delivered));
  }
  return notes;
}

/// Where the program's sources are; empty if it is not on this machine.
std::filesystem::path sources_of(const std::string& program) {
  try {
    const Installation installation = Installation::find();
    const std::filesystem::path directory = installation.program_directory(program);
    if (!std::filesystem::exists(directory / "kernel_config.py")) return {};
    return source_root(installation, directory);
  } catch (const InputError&) {
    return {};
  }
}

analysis::RunReport report_of(const std::string& path) {
  const traces::TraceReader trace(path);
  const traces::TraceInfo& info = trace.info();
  const RunSettings settings = settings_of(info.header, path);

  analysis::Checks checks({}, settings.knobs, trace);
  analysis::RunRecorder recorder([&checks] { return checks.findings(); });
  analysis::TaskTimes times;
  EventCount count;
  analysis::EventTee all({&count, &times, &checks, &recorder});
  const traces::ReplaySummary replayed = trace.replay_events(all);

  analysis::RunReport report;
  report.version = info.header.npusim_version;
  report.program = info.header.program;
  report.seed = info.header.seed;
  report.schedule = info.header.schedule;
  report.knobs = info.header.knobs;
  report.checks = {"race", "mem", "init", "sync"};
  report.tasks = times.summaries();
  report.cycles = count.end;
  report.instructions = count.instructions;
  report.events = info.outcome.events;
  report.findings = checks.findings();
  for (analysis::Finding& finding : report.findings) finding.replay = replay_command(settings);

  auto picture = std::make_shared<analysis::RunPicture>(
      recorder.picture(report.findings, report.cycles, trace));
  picture->replay = replay_command(settings);
  picture->from_trace = true;
  picture->notes = notes_on(info, replayed);
  const std::filesystem::path sources = sources_of(settings.program);
  if (sources.empty()) {
    picture->notes.push_back(fmt::format(
        "The program {} is not on this machine: no source lines are shown.", settings.program));
  } else {
    picture->sources = analysis::source_excerpts(report.findings, sources);
  }
  report.picture = std::move(picture);
  analysis::decide(report);
  return report;
}

void write_report(const ReportOptions& options, Context& context) {
  // Before the work: a wrong path must not cost it.
  std::ofstream file(options.out, std::ios::binary);
  const auto cannot_write = [&] {
    throw InputError(options.out, "--out", "a file that can be written", std::strerror(errno),
                     "choose another file, or make its folder");
  };
  if (!file) cannot_write();
  const analysis::RunReport report = report_of(options.trace);
  file << analysis::find_report_format("html")->render(report) << std::flush;
  if (!file) cannot_write();
  context.out << fmt::format("{}: {}\n", options.out, analysis::verdict_line(report));
}

}  // namespace

void add_trace_report(CLI::App& trace, Context& context) {
  CLI::App* command =
      trace.add_subcommand("report", "Write the run's HTML report, as `run --report html=FILE`");
  command->footer(kExample);
  auto options = std::make_shared<ReportOptions>();
  add_trace_option(*command, options->trace);
  command->add_option("--out", options->out, "The file to write")->type_name("FILE")->required();
  command->callback([options, &context] { write_report(*options, context); });
}

}  // namespace npusim::cli
