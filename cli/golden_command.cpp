// SPDX-License-Identifier: Apache-2.0
// npusim golden compare: two tensors, or two sets of tensors, in files.
#include <memory>

#include <fmt/format.h>

#include "analysis/golden/compare_files.h"
#include "analysis/report/report_tables.h"
#include "cli/commands.h"

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

void print_missing(const std::vector<std::string>& names, const std::string& side,
                   std::ostream& out) {
  for (const std::string& name : names) out << name << ": only in " << side << "\n";
}

void compare(GoldenOptions& options, Context& context) {
  options.mode.bits = !options.allclose;
  const analysis::FileComparison result =
      analysis::compare_files(options.actual, options.golden, options.mode, options.bfloat16);
  context.out << analysis::text_table(analysis::golden_table(result.tensors), 0);
  print_missing(result.only_first, options.actual, context.out);
  print_missing(result.only_second, options.golden, context.out);
  context.exit_status = result.equal() ? analysis::kExitClean : analysis::kExitMismatch;
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
