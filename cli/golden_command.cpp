// SPDX-License-Identifier: Apache-2.0
// npusim golden compare: two tensors, or two sets of tensors, in files.
#include <memory>

#include <fmt/format.h>

#include "analysis/golden/compare_files.h"
#include "analysis/report/report_tables.h"
#include "cli/commands.h"
#include "cli/worker_command.h"
#include "session/supervise/stage.h"

namespace npusim::cli {
namespace {

constexpr const char* kGoldenExample =
    "Examples:\n"
    "  npusim golden compare out/kv.npy golden/kv.npy\n"
    "  npusim golden compare out_a out_b --allclose --rtol 0.0078125 --atol 1e-4\n"
    "  npusim golden compare out/kv.npy golden.h5:/out/kv --bfloat16";

struct GoldenOptions {
  std::string actual;
  std::string golden;
  analysis::CompareMode mode;
  bool allclose = false;
  bool bfloat16 = false;
};

std::string missing_text(const std::vector<std::string>& names, const std::string& side) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("{}: only in {}\n", name, side);
  return text;
}

/// In a worker, because HDF5 crashes on some damaged files.
void compare(GoldenOptions& options, Context& context) {
  options.mode.bits = !options.allclose;
  WorkerCommand command;
  command.program = options.actual;
  command.quiet = true;
  const auto work = [&](session::WorkerLink& link) {
    const session::DataStage reading(fmt::format("{} or {}", options.actual, options.golden));
    const analysis::FileComparison result =
        analysis::compare_files(options.actual, options.golden, options.mode, options.bfloat16);
    link.out(analysis::text_table(analysis::golden_table(result.tensors), 0));
    link.out(missing_text(result.only_first, options.actual));
    link.out(missing_text(result.only_second, options.golden));
    return int{result.equal() ? analysis::kExitClean : analysis::kExitMismatch};
  };
  do_in_worker(command, work, context);
}

}  // namespace

void add_golden_command(CLI::App& app, Context& context) {
  CLI::App* golden = app.add_subcommand("golden", "Compare tensors in files");
  golden->require_subcommand(1);
  golden->footer(kGoldenExample);
  CLI::App* command = golden->add_subcommand("compare", "Compare A with the golden B");
  command->footer(kGoldenExample);
  auto options = std::make_shared<GoldenOptions>();
  analysis::CompareMode& mode = options->mode;
  command->add_option("A", options->actual, "x.npy, x.h5:/dataset, x.h5, or a folder of .npy files")
      ->type_name("")
      ->required();
  command->add_option("B", options->golden, "The same, what A should be")
      ->type_name("")
      ->required();
  CLI::Option* allclose = command->add_flag(
      "--allclose", options->allclose, "Allow |a-b| <= atol + rtol*|b| (default: the same bits)");
  command->add_option("--rtol", mode.rtol, "Relative tolerance")->type_name("X")->needs(allclose);
  command->add_option("--atol", mode.atol, "Absolute tolerance")->type_name("X")->needs(allclose);
  command
      ->add_option("--max-error-ratio", mode.max_error_ratio,
                   "Share of the elements that may lie outside, 0 to 1")
      ->type_name("X")
      ->needs(allclose)
      ->check(CLI::Range(0.0, 1.0));
  command->add_flag("--bfloat16", options->bfloat16, "Stored uint16 are bfloat16");
  command->callback([options, &context] { compare(*options, context); });
}

}  // namespace npusim::cli
