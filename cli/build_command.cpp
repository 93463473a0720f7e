// SPDX-License-Identifier: Apache-2.0
// npusim build: compile a program without running it. npusim cache: what is kept of that.
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/run_options.h"
#include "cli/worker_command.h"
#include "sim/build/cache_directory.h"

namespace npusim::cli {
namespace {

constexpr const char* kBuildExample = "Example:\n  npusim build compressor/ratio4";

struct BuildOptions {
  std::string program;
  LibraryChoice library;
  std::string sandbox = "on";
  bool quiet = false;
};

void build_program(const BuildOptions& options, Context& context) {
  WorkerCommand command;
  command.program = options.program;
  command.quiet = options.quiet;
  command.sandbox.mode = sandbox_mode(options.sandbox);
  const auto work = [&](session::WorkerLink& link) {
    const session::BuildSummary summary =
        context.engine.build(options.program, options.library, link.progress());
    link.out(fmt::format("{}: {} sources compiled, {} from the cache\n", options.program,
                         summary.compiled, summary.from_cache));
    return int{analysis::kExitClean};
  };
  do_in_worker(command, work, context);
}

constexpr const char* kCacheExample =
    "Examples:\n"
    "  npusim cache show\n"
    "  npusim cache clear\n"
    "Its place is $NPUSIM_CACHE or ~/.cache/npusim, its size $NPUSIM_CACHE_SIZE MiB or 2048.";

void show_cache(Context& context) {
  const CacheSummary summary = summarize_cache(cache_directory());
  context.out << fmt::format("{}: {} files, {:.1f} MiB\n", cache_directory().string(),
                             summary.files, static_cast<double>(summary.bytes) / (1 << 20));
}

void clear_cache(Context& context) {
  const CacheSummary summary = npusim::clear_cache(cache_directory());
  context.out << fmt::format("{}: {} files removed\n", cache_directory().string(), summary.removed);
}

}  // namespace

void add_build_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("build", "Build a program's kernels and orchestration");
  command->footer(kBuildExample);
  auto options = std::make_shared<BuildOptions>();
  command->add_option("PROGRAM", options->program, "A directory, or the path of one under kernels/")
      ->type_name("")
      ->required();
  add_library_options(*command, options->library);
  command
      ->add_option("--sandbox", options->sandbox,
                   "Confine the program's code: off, on where the system can, require")
      ->type_name("MODE")
      ->check(CLI::IsMember({"off", "on", "require"}))
      ->capture_default_str();
  command->add_flag("--quiet", options->quiet, "No progress");
  command->callback([options, &context] { build_program(*options, context); });
}

void add_cache_command(CLI::App& app, Context& context) {
  CLI::App* cache = app.add_subcommand("cache", "Show or clear what is kept between runs");
  cache->require_subcommand(1);
  cache->footer(kCacheExample);
  CLI::App* shown = cache->add_subcommand("show", "Where it is, and how large");
  shown->callback([&context] { show_cache(context); });
  CLI::App* cleared = cache->add_subcommand("clear", "Remove it");
  cleared->callback([&context] { clear_cache(context); });
}

}  // namespace npusim::cli
