// SPDX-License-Identifier: Apache-2.0
#include "cli/run_options.h"

#include <algorithm>
#include <ctime>
#include <memory>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/report/checks.h"
#include "cli/make_progress.h"
#include "cli/output_files.h"
#include "cli/report_output.h"
#include "session/run/version.h"

namespace npusim::cli {

std::vector<std::string> selectable_checks() {
  std::vector<std::string> ids;
  for (const analysis::CheckInfo& check : analysis::checks()) {
    if (check.selectable) ids.emplace_back(check.id);
  }
  return ids;
}

namespace {

void set_knobs(Knobs& knobs, const std::vector<std::string>& assignments) {
  for (const std::string& assignment : assignments) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos) {
      throw session::UsageError(fmt::format("--set takes KNOB=VALUE, not '{}'", assignment));
    }
    try {
      knobs.set(assignment.substr(0, equals), assignment.substr(equals + 1));
    } catch (const std::invalid_argument& error) {
      throw session::UsageError(fmt::format("--set {}: {}", assignment, error.what()));
    }
  }
}

/// "race,mem" or "none", in the table's order.
std::vector<std::string> parse_checks(const std::string& list) {
  if (list == "none") return {};
  const std::vector<std::string> known = selectable_checks();
  const std::vector<std::string> wanted = CLI::detail::split(list, ',');
  for (const std::string& id : wanted) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    throw session::UsageError(fmt::format(
        "--checks: unknown check '{}'; it takes none, or some of {}", id, fmt::join(known, ",")));
  }
  std::vector<std::string> chosen;
  std::copy_if(known.begin(), known.end(), std::back_inserter(chosen), [&](const std::string& id) {
    return std::find(wanted.begin(), wanted.end(), id) != wanted.end();
  });
  return chosen;
}

/// The date, "YYYY-MM-DD", in UTC.
std::string today() {
  const std::time_t now = std::time(nullptr);
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(now));
}

}  // namespace

void RunOptions::add_program(CLI::App& command) {
  command.add_option("PROGRAM", settings.program, "A directory, or the path of one under kernels/")
      ->type_name("")
      ->required();
}

void RunOptions::add_program_options(CLI::App& command) {
  command.add_option("--data", settings.data, "Arguments and goldens (default: PROGRAM/data.json)")
      ->type_name("FILE");
  command
      .add_option("--set", knobs, "A reading of the hardware, repeatable; see 'npusim list knobs'")
      ->type_name("KNOB=VALUE")
      ->allow_extra_args(false);
  command.add_flag("--no-golden", no_golden, "Do not compare outputs with their goldens");
}

void RunOptions::add_checks_option(CLI::App& command) {
  command
      .add_option("--checks", checks,
                  fmt::format("Some of {}, or none", fmt::join(selectable_checks(), ",")))
      ->type_name("LIST")
      ->capture_default_str();
}

void RunOptions::add_output_options(CLI::App& command) {
  command.add_option("--trace", settings.trace, "Write a trace to this HDF5 file")
      ->type_name("FILE");
  command.add_flag("--trace-local", settings.trace_local,
                   "Record accesses to local memories in the trace too");
  command.add_flag("--trace-data", settings.trace_data,
                   "Put the outputs and their goldens into the trace too");
  command.add_option("--out", settings.out, "Write the outputs into this folder, as .npy files")
      ->type_name("DIR");
  command
      .add_option("--suppressions", settings.suppressions,
                  "JSON file of accepted findings; an unused or expired entry is a finding itself")
      ->type_name("FILE");
  add_report_options(command);
}

void RunOptions::add_report_options(CLI::App& command) {
  command
      .add_option("--report", reports,
                  "A report, repeatable, '-' is stdout; formats: " + report_format_names())
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  command.add_flag("--quiet", quiet, "No progress, and only the verdict on stdout");
}

void RunOptions::finish() {
  set_knobs(settings.knobs, knobs);
  settings.checks = parse_checks(checks);
  settings.golden = !no_golden;
  if (settings.trace_local && !settings.trace) {
    throw session::UsageError("--trace-local needs --trace FILE");
  }
  if (settings.trace_data && !settings.trace) {
    throw session::UsageError("--trace-data needs --trace FILE");
  }
  std::vector<std::pair<std::string, std::string>> files = report_files(reports);
  if (settings.trace) files.emplace_back("--trace", settings.trace->string());
  require_different_files(files);
  settings.today = today();
}

void run_and_report(RunOptions& options, Context& context) {
  // Files are opened before the run: a wrong path must not cost a run.
  ReportOutputs outputs(options.reports, context.out);
  options.settings.picture = outputs.draws();
  const std::unique_ptr<session::Progress> progress = make_progress(context, options.quiet);
  analysis::RunReport report = context.engine.run(options.settings, *progress);
  report.version = session::version();
  deliver(report, outputs, options.quiet, context);
}

}  // namespace npusim::cli
