// SPDX-License-Identifier: Apache-2.0
// npusim minimize: the fewest and shortest delays that make a program fail.
#include <memory>

#include <fmt/format.h>

#include "analysis/result/exit_status.h"
#include "cli/commands.h"
#include "cli/run_options.h"
#include "session/campaign/minimization.h"

namespace npusim::cli {
namespace {

constexpr const char* kMinimizeExample =
    "Example:\n"
    "  npusim minimize compressor/ratio4-spmd --schedule s6:seed=5 --jobs 2";

struct MinimizeOptions : RunCommandOptions {
  std::string schedule;
  unsigned jobs = 1;
};

void minimize_and_print(MinimizeOptions& options, Context& context) {
  options.finish();
  options.settings.schedule = schedule_from(options.schedule);
  const auto work = [&](session::WorkerLink& link) {
    const session::MinimizationResult result =
        context.engine.minimize(options.settings, options.jobs, link.progress());
    link.out(fmt::format("{}: {} of {} delays are enough ({} runs)\n", result.label,
                         result.smallest.deviations.size(), result.given_delays, result.runs));
    for (const std::string& delay : result.delays) link.out("  " + delay + "\n");
    link.out("replay: " + result.replay + "\n");
    return int{analysis::kExitClean};
  };
  do_in_worker(options.worker_command(), work, context);
}

}  // namespace

void add_minimize_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "minimize", "Find the fewest and shortest delays that make a program fail");
  command->footer(kMinimizeExample);
  auto options = std::make_shared<MinimizeOptions>();
  options->checks = "none";
  options->add_program(*command);
  command
      ->add_option("--schedule", options->schedule,
                   "A schedule that fails, as explore prints it, or a file with one")
      ->type_name("STRING|FILE")
      ->required();
  command->add_option("--jobs", options->jobs, "Processes at once")
      ->type_name("J")
      ->capture_default_str()
      ->check(CLI::Range(1u, 1024u));
  command->add_flag("--quiet", options->quiet, "No progress");
  options->add_program_options(*command);
  command->callback([options, &context] { minimize_and_print(*options, context); });
}

}  // namespace npusim::cli
