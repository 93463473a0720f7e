// SPDX-License-Identifier: Apache-2.0
// npusim trace races and npusim trace report: a recorded run judged again, and drawn.
#include <memory>

#include <fmt/format.h>

#include "analysis/result/check_table.h"
#include "analysis/result/verdict.h"
#include "cli/output_files.h"
#include "cli/run_options.h"
#include "cli/trace_command.h"
#include "session/trace/recorded_run.h"

namespace npusim::cli {
namespace {

constexpr const char* kRacesExample =
    "Examples:\n"
    "  npusim run my_program --trace run.h5 --trace-local\n"
    "  npusim trace races run.h5 --report sarif=run.sarif\n"
    "Exit status: as npusim run; 68 if the trace does not hold all that the checks need.";
constexpr const char* kReportExample =
    "Examples:\n"
    "  npusim run my_program --trace run.h5 --trace-local\n"
    "  npusim trace report run.h5 --out run.html";

/// No code of the program runs, and a long trace may take its time.
WorkerCommand trace_worker(const std::string& trace) {
  WorkerCommand command;
  command.program = trace;
  command.limits.timeout_seconds = 0;
  command.sandbox.mode = session::SandboxMode::Off;
  command.quiet = true;
  return command;
}

struct RacesOptions {
  std::string trace;
  RunCommandOptions run;
};

void judge(RacesOptions& options, Context& context) {
  options.run.finish();
  auto files = report_files(options.run.reports);
  files.emplace_back("the trace", options.trace);
  require_different_files(files);
  // Before the work: a wrong path must not cost it.
  ReportOutputs outputs(options.run.reports, context.out);
  const session::RunSettings& settings = options.run.settings;
  const ReportMaker make = [&](session::WorkerLink&) {
    return session::judge_trace(options.trace, settings.checks, settings.contested_errors,
                                outputs.draws());
  };
  const Look look{options.run.quiet, takes_colours(options.run.color)};  // a worker has no terminal
  const auto show = [&](const analysis::RunReport& report) { return summary(report, look); };
  deliver_report(trace_worker(options.trace), outputs, make, show, context);
}

struct ReportOptions {
  std::string trace;
  std::string out;
};

void write_report(const ReportOptions& options, Context& context) {
  require_different_files({{"the trace", options.trace}, {"--out", options.out}});
  // Before the work: a wrong path must not cost it.
  ReportOutputs outputs({"html=" + options.out}, context.out, "--out");
  const ReportMaker make = [&](session::WorkerLink&) {
    return session::judge_trace(options.trace, analysis::selectable_checks(), false, true);
  };
  const auto show = [&](const analysis::RunReport& report) {
    return fmt::format("{}: {}\n", options.out, analysis::verdict_line(report));
  };
  deliver_report(trace_worker(options.trace), outputs, make, show, context);
  context.exit_status = analysis::kExitClean;  // the report was made, whatever it says
}

}  // namespace

void add_trace_races(CLI::App& trace, Context& context) {
  CLI::App* command = trace.add_subcommand(
      "races", "Check a recorded run: the findings of the live run, without running it");
  command->footer(kRacesExample);
  auto options = std::make_shared<RacesOptions>();
  add_trace_option(*command, options->trace);
  options->run.add_checks_option(*command);
  options->run.add_report_options(*command);
  command->callback([options, &context] { judge(*options, context); });
}

void add_trace_report(CLI::App& trace, Context& context) {
  CLI::App* command =
      trace.add_subcommand("report", "Write the run's HTML report, as `run --report html=FILE`");
  command->footer(kReportExample);
  auto options = std::make_shared<ReportOptions>();
  add_trace_option(*command, options->trace);
  command->add_option("--out", options->out, "The file to write; '-' is stdout")
      ->type_name("FILE")
      ->required();
  command->callback([options, &context] { write_report(*options, context); });
}

}  // namespace npusim::cli
