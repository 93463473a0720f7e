// SPDX-License-Identifier: Apache-2.0
// npusim trace export: a timeline for ui.perfetto.dev.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "analysis/checks.h"
#include "analysis/timeline/event_tee.h"
#include "cli/trace_command.h"
#include "models/arch/input_error.h"
#include "session/trace/timeline_export.h"
#include "traces/read/trace_reader.h"

namespace npusim::cli {
namespace {

constexpr const char* kTraceExportExample =
    "Example:\n"
    "  npusim trace export run.h5 --out run.perfetto-trace\n"
    "Open the file at https://ui.perfetto.dev.";

struct ExportOptions {
  std::string trace;
  std::string out;
  bool cycles = false;
};

void export_timeline(const ExportOptions& options, Context& context) {
  const traces::TraceReader trace(options.trace);
  std::error_code error;
  if (std::filesystem::equivalent(options.trace, options.out, error)) {
    throw session::UsageError("--out is the trace itself; choose another file");
  }
  // Before the work: a wrong path must not cost it.
  std::ofstream file(options.out, std::ios::binary);
  const auto cannot_write = [&] {
    throw InputError(options.out, "--out", "a file that can be written", std::strerror(errno),
                     "choose another file, or make its folder");
  };
  if (!file) cannot_write();
  Knobs knobs;
  for (const auto& [knob, value] : trace.info().header.knobs) knobs.set(knob, value);
  analysis::Checks checks({}, knobs, trace);
  session::TimelineExport timeline;
  analysis::EventTee all({&checks, &timeline});
  trace.replay_events(all);
  const std::vector<analysis::Finding> findings = checks.findings();
  timeline.add_findings(findings);
  const std::uint64_t slices = timeline.write(
      file, trace,
      options.cycles ? session::TimelineUnit::Cycle : session::TimelineUnit::Nanosecond);
  if (!file.flush()) cannot_write();
  context.out << fmt::format(
      "{}: {} slices, {} findings, {} bytes; open it at "
      "https://ui.perfetto.dev\n",
      options.out, slices, findings.size(), std::filesystem::file_size(options.out));
}

}  // namespace

void add_trace_export(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand("export", "Write a timeline for ui.perfetto.dev");
  command->footer(kTraceExportExample);
  auto options = std::make_shared<ExportOptions>();
  add_trace_option(*command, options->trace);
  command->add_option("--out", options->out, "The file to write")->type_name("FILE")->required();
  command->add_flag("--in-cycles", options->cycles,
                    "A nanosecond on the timeline is a cycle: nothing is rounded");
  command->callback([options, &context] { export_timeline(*options, context); });
}

}  // namespace npusim::cli
