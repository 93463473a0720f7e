// SPDX-License-Identifier: Apache-2.0
// npusim run: one run of a program, its report on stdout.
#include <algorithm>
#include <ctime>
#include <memory>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/report/checks.h"
#include "analysis/report/report_format.h"
#include "analysis/report/verdict.h"
#include "cli/app.h"
#include "cli/commands.h"
#include "cli/make_progress.h"
#include "cli/report_output.h"

namespace npusim::cli {
namespace {

constexpr const char* kExample =
    "Examples:\n"
    "  npusim run compressor/ratio4\n"
    "  npusim run my_program --seed 7 --set v.interlock=repeat --report json=run.json\n"
    "  npusim run my_program --trace run.h5 --report sarif=run.sarif --report github=-";

struct RunOptions {
  RunSettings settings;
  std::vector<std::string> knobs;    ///< KNOB=V
  std::vector<std::string> reports;  ///< FMT=FILE
  std::string checks = "race,mem,init,sync";
  bool no_golden = false;
  bool quiet = false;
};

void set_knobs(Knobs& knobs, const std::vector<std::string>& assignments) {
  for (const std::string& assignment : assignments) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos) {
      throw UsageError(fmt::format("--set takes KNOB=VALUE, not '{}'", assignment));
    }
    try {
      knobs.set(assignment.substr(0, equals), assignment.substr(equals + 1));
    } catch (const std::invalid_argument& error) {
      throw UsageError(fmt::format("--set {}: {}", assignment, error.what()));
    }
  }
}

std::vector<std::string> selectable_checks() {
  std::vector<std::string> ids;
  for (const analysis::CheckInfo& check : analysis::checks()) {
    if (check.selectable) ids.emplace_back(check.id);
  }
  return ids;
}

/// "race,mem" or "none", in the table's order.
std::vector<std::string> parse_checks(const std::string& list) {
  if (list == "none") return {};
  const std::vector<std::string> known = selectable_checks();
  const std::vector<std::string> wanted = CLI::detail::split(list, ',');
  for (const std::string& id : wanted) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    throw UsageError(fmt::format("--checks: unknown check '{}'; it takes none, or some of {}", id,
                                 fmt::join(known, ",")));
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

void run_program(RunOptions& options, Context& context) {
  RunSettings& settings = options.settings;
  set_knobs(settings.knobs, options.knobs);
  settings.checks = parse_checks(options.checks);
  settings.golden = !options.no_golden;
  if (settings.trace_local && !settings.trace) {
    throw UsageError("--trace-local needs --trace FILE");
  }
  settings.today = today();
  // Files are opened before the run: a wrong path must not cost a run.
  ReportOutputs outputs(options.reports, context.out);

  const std::unique_ptr<Progress> progress = make_progress(context, options.quiet);
  analysis::RunReport report = context.engine.run(settings, *progress);
  report.version = version();
  outputs.write(report);
  if (!outputs.uses_stdout()) {
    context.out << (options.quiet ? analysis::verdict_line(report) + "\n"
                                  : analysis::find_report_format("text")->render(report));
  }
  context.exit_status = report.exit_status;
}

}  // namespace

void add_run_command(CLI::App& app, Context& context) {
  CLI::App* run = app.add_subcommand("run", "Run a program once and report");
  run->footer(kExample);
  auto options = std::make_shared<RunOptions>();
  RunSettings& settings = options->settings;
  run->add_option("PROGRAM", settings.program, "A directory, or the path of one under kernels/")
      ->type_name("")
      ->required();
  run->add_option("--data", settings.data, "Arguments and goldens (default: PROGRAM/data.json)")
      ->type_name("FILE");
  run->add_option("--seed", settings.schedule.seed, "Seed of the schedule")
      ->type_name("N")
      ->capture_default_str();
  run->add_option("--set", options->knobs,
                  "A reading of the hardware, repeatable; see 'npusim list knobs'")
      ->type_name("KNOB=VALUE")
      ->allow_extra_args(false);
  run->add_option("--trace", settings.trace, "Write a trace to this HDF5 file")->type_name("FILE");
  run->add_flag("--trace-local", settings.trace_local,
                "Record accesses to local memories in the trace too");
  run->add_option("--out", settings.out, "Write the outputs into this folder, as .npy files")
      ->type_name("DIR");
  run->add_option("--checks", options->checks,
                  fmt::format("Some of {}, or none", fmt::join(selectable_checks(), ",")))
      ->type_name("LIST")
      ->capture_default_str();
  run->add_option("--suppressions", settings.suppressions,
                  "JSON file of accepted findings; an unused or expired entry is a finding itself")
      ->type_name("FILE");
  run->add_flag("--no-golden", options->no_golden, "Do not compare outputs with their goldens");
  run->add_flag("--empty-arithmetic", settings.empty_arithmetic,
                "For benchmarks: move no data and compute nothing; implies wrong outputs");
  run->add_option("--report", options->reports,
                  "A report, repeatable, '-' is stdout; formats: " + report_format_names())
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  run->add_flag("--quiet", options->quiet, "No progress, and only the verdict on stdout");
  run->callback([options, &context] { run_program(*options, context); });
}

}  // namespace npusim::cli
