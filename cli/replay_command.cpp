// SPDX-License-Identifier: Apache-2.0
// npusim replay: the run of a trace or of a schedule once more.
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/run_options.h"
#include "traces/read/trace_reader.h"

namespace npusim::cli {
namespace {

constexpr const char* kReplayExample =
    "Examples:\n"
    "  npusim replay run.h5\n"
    "  npusim replay compressor/ratio4-spmd --schedule 's6:calm;ScalarStore@AIV0.S/15=60'\n"
    "  npusim replay my_program --schedule witness.txt --trace witness.h5";

struct ReplayOptions : RunCommandOptions {
  std::string subject;   ///< a trace or a program
  std::string schedule;  ///< a text form or a file
};

bool is_hdf5(const std::string& path) {
  constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";
  std::string start(kSignature.size(), '\0');
  std::ifstream file(path, std::ios::binary);
  return file.read(start.data(), static_cast<std::streamsize>(start.size())) && start == kSignature;
}

/// Program, data, knobs and schedule as the trace has them.
void take_from_trace(ReplayOptions& options) {
  if (!options.schedule.empty() || !options.knobs.empty() || options.settings.data) {
    throw session::UsageError(
        "a trace says itself what was run: --schedule, --set and --data go with PROGRAM");
  }
  const traces::TraceReader trace(options.subject);
  const traces::TraceHeader& header = trace.info().header;
  options.settings.program = header.program;
  if (header.data_file != "data.json") {
    options.settings.data = header.data_file;
  }
  options.settings.schedule = parse_schedule(header.schedule, options.subject);
  options.settings.expected_inputs = header.inputs;
  for (const auto& [knob, value] : header.knobs) options.knobs.push_back(knob + "=" + value);
}

/// Whether a trace is meant, which may be missing or be something else: opening it says which.
bool is_meant_as_trace(const std::string& subject) {
  return is_hdf5(subject) || subject.ends_with(".h5") || std::filesystem::is_regular_file(subject);
}

void replay(ReplayOptions& options, Context& context) {
  if (is_meant_as_trace(options.subject)) {
    take_from_trace(options);
  } else if (options.schedule.empty()) {
    throw session::UsageError(
        "replay takes a trace, or a program and --schedule: the report of a "
        "run says its schedule in the first line");
  } else {
    options.settings.program = options.subject;
    options.settings.schedule = schedule_from(options.schedule);
  }
  options.finish();
  run_and_report(options, context);
}

}  // namespace

void add_replay_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("replay", "Run a trace or a schedule once more");
  command->footer(kReplayExample);
  auto options = std::make_shared<ReplayOptions>();
  command
      ->add_option("TRACE|PROGRAM", options->subject,
                   "A trace, as `npusim run --trace` writes it, or a program")
      ->type_name("")
      ->required();
  command
      ->add_option("--schedule", options->schedule,
                   "With PROGRAM: a schedule, as explore and reports print it, or a file with one")
      ->type_name("STRING|FILE");
  command->add_flag("--rebuild", options->settings.rebuild,
                    "Go on although the program has changed since the trace was recorded");
  options->add_program_options(*command);
  options->add_checks_option(*command);
  options->add_output_options(*command);
  command->callback([options, &context] { replay(*options, context); });
}

}  // namespace npusim::cli
