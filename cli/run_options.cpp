// SPDX-License-Identifier: Apache-2.0
#include "cli/run_options.h"

#include <algorithm>
#include <ctime>
#include <memory>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/result/check_table.h"
#include "analysis/result/finding_transfer.h"
#include "cli/output_files.h"
#include "cli/worker_command.h"
#include "session/run/version.h"

namespace npusim::cli {

namespace {

void set_knobs(session::RunSettings& settings, const std::vector<std::string>& assignments) {
  for (const std::string& assignment : assignments) {
    const auto equals = assignment.find('=');
    if (equals == std::string::npos) {
      throw session::UsageError(fmt::format("--set takes KNOB=VALUE, not '{}'", assignment));
    }
    try {
      settings.set.emplace_back(assignment.substr(0, equals), assignment.substr(equals + 1));
      settings.knobs.set(settings.set.back().first, settings.set.back().second);
    } catch (const std::invalid_argument& error) {
      throw session::UsageError(fmt::format("--set {}: {}", assignment, error.what()));
    }
  }
}

/// "race,mem" or "none", in the table's order.
std::vector<std::string> parse_checks(const std::string& list) {
  if (list == "none") return {};
  const std::vector<std::string> known = analysis::selectable_checks();
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

void add_library_options(CLI::App& command, LibraryChoice& library) {
  command
      .add_option(
          "--pto-isa", library.pto_isa,
          "Compile kernels against the headers of this pto-isa checkout (default: PTO_ISA of "
          "kernel_config.py, $PTO_ISA_ROOT, else the bundled library)")
      ->type_name("DIR");
  command
      .add_option("--asc-devkit", library.asc_devkit,
                  "Compile kernels against the Ascend C headers of this asc-devkit checkout "
                  "(default: ASC_DEVKIT of kernel_config.py, $ASC_DEVKIT_ROOT)")
      ->type_name("DIR");
}

void RunCommandOptions::add_program(CLI::App& command) {
  command.add_option("PROGRAM", settings.program, "A directory, or the path of one under kernels/")
      ->type_name("")
      ->required();
}

void RunCommandOptions::add_program_options(CLI::App& command) {
  command.add_option("--data", settings.data, "Arguments and goldens (default: PROGRAM/data.json)")
      ->type_name("FILE");
  command
      .add_option("--set", knobs, "A reading of the hardware, repeatable; see 'npusim list knobs'")
      ->type_name("KNOB=VALUE")
      ->allow_extra_args(false);
  add_library_options(command, settings.library);
  command
      .add_option("--source-root", settings.source_root,
                  "Folder that places in findings are relative to (default: the program's git "
                  "repository)")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  command.add_flag("--no-golden", no_golden, "Do not compare outputs with their goldens");
  add_limits(command);
  add_sandbox_options(command);
}

void RunCommandOptions::add_checks_option(CLI::App& command) {
  command
      .add_option("--checks", checks,
                  fmt::format("Some of {}, or none", fmt::join(analysis::selectable_checks(), ",")))
      ->type_name("LIST")
      ->capture_default_str();
  command
      .add_option("--contested", contested,
                  "Findings that rest on a contested rule: warning (listed, the run does not fail) "
                  "or error")
      ->type_name("SEVERITY")
      ->check(CLI::IsMember({"warning", "error"}))
      ->capture_default_str();
}

void RunCommandOptions::add_output_options(CLI::App& command) {
  command.add_option("--trace", settings.trace, "Write a trace to this HDF5 file")
      ->type_name("FILE");
  command.add_flag("--trace-local", settings.trace_local,
                   "Record accesses to local memories in the trace too");
  command.add_flag(
      "--why", settings.why,
      "Say where the time went: what each pipe did with every cycle, the critical path, the waits "
      "that cost most and what the run would gain without them, what the work of each task "
      "needs at least; a trace records it too");
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

void RunCommandOptions::add_report_options(CLI::App& command) {
  command
      .add_option("--report", reports,
                  "A report, repeatable, '-' is stdout; formats: " + report_format_names())
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  command.add_flag("--quiet", quiet, "No progress, and only the verdict on stdout");
  command
      .add_option("--color", color,
                  "Colours and source lines on stdout; auto: on a terminal, unless NO_COLOR is set")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN")
      ->capture_default_str();
}

void RunCommandOptions::finish() {
  set_knobs(settings, knobs);
  settings.contested_errors = contested == "error";
  settings.checks = parse_checks(checks);
  settings.max_cycles = limits.max_cycles;
  settings.max_instructions = limits.max_instructions;
  settings.golden = !no_golden;
  if (settings.trace_local && !settings.trace) {
    throw session::UsageError("--trace-local needs --trace FILE");
  }
  if (settings.trace_data && !settings.trace) {
    throw session::UsageError("--trace-data needs --trace FILE");
  }
  if (settings.trace) {
    require_no_standard_output("--trace", settings.trace->string(),
                               "a file, of which parts are written again");
  }
  if (settings.out) require_no_standard_output("--out", settings.out->string(), "a folder");
  std::vector<std::pair<std::string, std::string>> files = report_files(reports);
  if (settings.trace) files.emplace_back("--trace", settings.trace->string());
  require_different_files(files);
  settings.today = today();
}

void RunCommandOptions::add_limits(CLI::App& command) {
  command
      .add_option("--timeout", limits.timeout_seconds,
                  "End with what is known after so many seconds; 0: never")
      ->type_name("S")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  command.add_option("--max-cycles", limits.max_cycles, "End with what is known at this cycle")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--max-instructions", limits.max_instructions,
                  "End with what is known after so many hardware instructions")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--max-memory", limits.memory_bytes,
                  "Of one process, in bytes or as 500M, 8G (default: nine tenths of the machine's)")
      ->type_name("SIZE")
      ->transform(CLI::AsSizeValue(false));
}

void RunCommandOptions::add_sandbox_options(CLI::App& command) {
  command
      .add_option("--sandbox", sandbox,
                  "Confine the program's code: off, on where the system can, require")
      ->type_name("MODE")
      ->check(CLI::IsMember({"off", "on", "require"}))
      ->capture_default_str();
  command
      .add_option("--allow-read", allowed,
                  "A folder outside of the program's that it may read, repeatable")
      ->type_name("DIR")
      ->allow_extra_args(false);
}

WorkerCommand RunCommandOptions::worker_command() const {
  WorkerCommand command;
  command.program = settings.program;
  command.limits = limits;
  command.quiet = quiet;
  command.terminal = takes_colours(color);
  command.sandbox = sandbox_options();
  return command;
}

session::SandboxMode sandbox_mode(const std::string& word) {
  if (word == "off") return session::SandboxMode::Off;
  return word == "require" ? session::SandboxMode::Require : session::SandboxMode::On;
}

/// The user's own choices may be read; what the command writes may be written.
session::SandboxOptions RunCommandOptions::sandbox_options() const {
  session::SandboxOptions options;
  options.mode = sandbox_mode(sandbox);
  for (const std::string& folder : allowed) options.read.emplace_back(folder);
  if (settings.data)
    options.read.push_back(std::filesystem::absolute(*settings.data).parent_path());
  if (settings.suppressions) options.read.push_back(*settings.suppressions);
  if (settings.trace) {
    options.write_before_code.push_back(std::filesystem::absolute(*settings.trace).parent_path());
  }
  if (settings.out) options.write.push_back(*settings.out);
  return options;
}

void deliver_report(WorkerCommand command, ReportOutputs& outputs, const ReportMaker& make,
                    const std::function<std::string(const analysis::RunReport&)>& show,
                    Context& context) {
  command.outputs = &outputs;
  const session::Work work = [&](session::WorkerLink& link) {
    const analysis::RunReport report = make(link);
    for (std::uint32_t number = 0; number < outputs.count(); ++number) {
      link.report(number, outputs.render(number, report));
    }
    if (!outputs.uses_stdout()) link.out(show(report));
    return report.exit_status;
  };
  do_in_worker(command, work, context);
}

void run_and_report(RunCommandOptions& options, Context& context) {
  // Files are opened before the run: a wrong path must not cost a run.
  ReportOutputs outputs(options.reports, context.out);
  session::RunSettings& settings = options.settings;
  settings.picture = outputs.draws();
  WorkerCommand command = options.worker_command();
  command.describe = [&settings](analysis::RunReport& report) {
    report.seed = settings.schedule.seed;
    report.schedule = to_string(settings.schedule);
    report.checks = settings.checks;
  };
  const ReportMaker make = [&](session::WorkerLink& link) {
    settings.found = [&link](const std::vector<analysis::Finding>& findings) {
      link.found(analysis::findings_to_text(findings));
    };
    analysis::RunReport report = context.engine.run(settings, link.progress());
    report.version = session::version();
    return report;
  };
  const Look look{options.quiet, takes_colours(options.color)};  // a worker has no terminal
  const auto show = [&](const analysis::RunReport& report) { return summary(report, look); };
  deliver_report(std::move(command), outputs, make, show, context);
}

}  // namespace npusim::cli
