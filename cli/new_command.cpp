// SPDX-License-Identifier: Apache-2.0
// npusim new: a running program with a golden, to change into one's own.
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output_files.h"
#include "sim/program/installation.h"
#include "sim/program/new_program.h"

namespace npusim::cli {
namespace {

constexpr const char* kNewExample =
    "Examples:\n"
    "  npusim new my_kernel && npusim run my_kernel\n"
    "  npusim new my_softmax --from examples/row_softmax";

struct NewOptions {
  std::string directory;
  std::string from = "examples/vector_add";
};

void make_program(const NewOptions& options, Context& context) {
  require_no_standard_output("new", options.directory, "a folder");
  const std::filesystem::path source = Installation::find().program_directory(options.from);
  for (const std::filesystem::path& file : copy_program(source, options.directory)) {
    context.out << fmt::format("  {}\n",
                               (std::filesystem::path(options.directory) / file).string());
  }
  context.out << fmt::format(
      "a copy of {0}; next:\n"
      "  npusim run {1}\n"
      "  docs/first-program.md says what each file is for\n",
      options.from, options.directory);
}

}  // namespace

void add_new_command(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("new", "Make a running program with a golden");
  command->footer(kNewExample);
  auto options = std::make_shared<NewOptions>();
  command->add_option("DIR", options->directory, "The folder to make")->type_name("")->required();
  command
      ->add_option("--from", options->from,
                   "The program to copy: a folder, or the path of one under kernels/")
      ->type_name("PROGRAM")
      ->capture_default_str();
  command->callback([options, &context] { make_program(*options, context); });
}

}  // namespace npusim::cli
