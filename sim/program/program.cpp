// SPDX-License-Identifier: Apache-2.0
// Loading a program directory.
#include "sim/program/program.h"

#include <algorithm>

#include "models/arch/input_error.h"
#include "sim/program/data_file.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

fs::path choose_data_file(const fs::path& requested, const KernelConfig& config,
                          const fs::path& directory) {
  if (!requested.empty()) return requested;
  return config.data_file.empty() ? directory / "data.json" : config.data_file;
}

bool has_argument(const RunData& run, const std::string& name) {
  const auto is_it = [&](const auto& argument) { return argument.name == name; };
  return std::any_of(run.arguments.begin(), run.arguments.end(), is_it) ||
         std::any_of(run.scalars.begin(), run.scalars.end(), is_it);
}

/// An orchestration gets tensors and numbers.
void check_structs(const KernelConfig& config, const fs::path& data, const RunData& run) {
  if (!config.launches.empty()) return;
  for (const ScalarArgument& scalar : run.scalars) {
    if (!scalar.structure) continue;
    throw InputError(data.string(), "args", "tensors and numbers, for an orchestration",
                     "the struct " + scalar.name,
                     "pass its members, or a tensor of its bytes; structs are for LAUNCHES");
  }
}

/// Every argument of a launch is one of the data file.
void check_launch_arguments(const KernelConfig& config, const fs::path& data, const RunData& run) {
  for (std::size_t i = 0; i < config.launches.size(); ++i) {
    const std::vector<std::string>& args = config.launches[i].args;
    for (std::size_t j = 0; j < args.size(); ++j) {
      if (has_argument(run, args[j])) continue;
      std::string known;
      for (const Argument& argument : run.arguments) known += " " + argument.name;
      for (const ScalarArgument& argument : run.scalars) known += " " + argument.name;
      throw InputError(config.file.string(),
                       "LAUNCHES[" + std::to_string(i) + "].args[" + std::to_string(j) + "]",
                       "the name of an argument of " + data.string() + ":" + known, args[j],
                       "correct the name, or add the argument there");
    }
  }
}

}  // namespace

Program load_program(const std::string& program, const fs::path& data_file,
                     const DatasetSource& source, const LibraryChoice& library,
                     const ConfigurationKnown& before_data) {
  const Installation installation = Installation::find();
  const fs::path directory = installation.program_directory(program);
  KernelConfig config = read_kernel_config(directory / "kernel_config.py", installation);
  KernelLibrary chosen = choose_library(library, config.library, config.file);
  const fs::path data = choose_data_file(data_file, config, directory);
  if (before_data) before_data(installation, config, chosen, data);
  RunData run = read_data_file(data, source);
  check_launch_arguments(config, data, run);
  check_structs(config, data, run);

  std::string name = program;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  return {name,
          directory,
          installation,
          std::move(config),
          std::move(chosen),
          data,
          std::move(run.arguments),
          std::move(run.golden_program),
          std::move(run.scalars),
          run.knobs};
}

}  // namespace npusim
