// SPDX-License-Identifier: Apache-2.0
// npusim run: one run of a program, its report on stdout.
#include <memory>

#include "cli/commands.h"
#include "cli/run_options.h"
#include "cli/usage_message.h"

namespace npusim::cli {
namespace {

constexpr const char* kRunExample =
    "Examples:\n"
    "  npusim run compressor/ratio4\n"
    "  npusim run my_program --seed 7 --set v.interlock=repeat --report json=run.json\n"
    "  npusim run my_program --trace run.h5 --report sarif=run.sarif --report github=-";

}  // namespace

void add_run_command(CLI::App& app, Context& context) {
  CLI::App* run = app.add_subcommand("run", "Run a program once and report");
  run->footer(kRunExample);
  auto options = std::make_shared<RunCommandOptions>();
  session::RunSettings& settings = options->settings;
  options->add_program(*run);
  run->add_option("--seed", settings.schedule.seed, "Seed of the schedule")
      ->check(whole_number())
      ->type_name("N")
      ->capture_default_str();
  options->add_program_options(*run);
  options->add_checks_option(*run);
  options->add_output_options(*run);
  run->add_flag("--empty-arithmetic", settings.empty_arithmetic,
                "For benchmarks: move no data and compute nothing; implies wrong outputs");
  run->callback([options, &context] {
    options->finish();
    run_and_report(*options, context);
  });
}

}  // namespace npusim::cli
