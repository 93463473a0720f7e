// SPDX-License-Identifier: Apache-2.0
// The options that commands share which run a program.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/context.h"
#include "cli/worker_command.h"
#include "session/run/engine.h"

namespace npusim::cli {

/// --pto-isa
void add_library_options(CLI::App& command, LibraryChoice& library);
/// Of --sandbox's words.
session::SandboxMode sandbox_mode(const std::string& word);

/// How to run: what is run is the command's own.
struct RunCommandOptions {
  session::RunSettings settings;
  std::vector<std::string> knobs;    ///< KNOB=V
  std::vector<std::string> reports;  ///< FMT=FILE
  std::string checks = "race,mem,init,sync";
  std::string contested = "warning";
  session::Limits limits;
  std::string sandbox = "on";
  std::vector<std::string> allowed;  ///< folders that may be read
  bool no_golden = false;
  bool quiet = false;
  std::string color = "auto";

  // This must outlive the commands.

  /// PROGRAM
  void add_program(CLI::App& command);
  /// --data, --set and --no-golden
  void add_program_options(CLI::App& command);
  /// --timeout, --max-cycles, --max-instructions, --max-memory; part of add_program_options()
  void add_limits(CLI::App& command);
  /// --sandbox and --allow-read; part of add_program_options()
  void add_sandbox_options(CLI::App& command);
  /// --checks
  void add_checks_option(CLI::App& command);
  /// Everything that is written: --trace, --out, --report, --quiet, --color, and how findings are
  /// filtered.
  void add_output_options(CLI::App& command);
  /// --report, --quiet and --color alone
  void add_report_options(CLI::App& command);

  /// The command of these options.
  WorkerCommand worker_command() const;
  session::SandboxOptions sandbox_options() const;

  /// Puts what was given into `settings`. Throws UsageError.
  void finish();
};

/// Makes a report: of a run, or of a recorded one.
using ReportMaker = std::function<analysis::RunReport(session::WorkerLink&)>;

/// The one way from a report to its readers: `make` works in a worker, and however that ends, the
/// reports of `outputs` are written; `show` says what stands on stdout unless one of them does.
/// Sets the exit status.
void deliver_report(WorkerCommand command, ReportOutputs& outputs, const ReportMaker& make,
                    const std::function<std::string(const analysis::RunReport&)>& show,
                    Context& context);

/// Runs `options.settings` once, writes the reports, sets the exit status.
void run_and_report(RunCommandOptions& options, Context& context);

}  // namespace npusim::cli
