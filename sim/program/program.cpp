// SPDX-License-Identifier: Apache-2.0
// Loading a program directory.
#include "sim/program/program.h"

#include "sim/program/data_file.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

fs::path choose_data_file(const fs::path& requested, const KernelConfig& config,
                          const fs::path& directory) {
  if (!requested.empty()) return requested;
  return config.data_file.empty() ? directory / "data.json" : config.data_file;
}

}  // namespace

Program load_program(const std::string& program, const fs::path& data_file,
                     const DatasetSource& source) {
  const Installation installation = Installation::find();
  const fs::path directory = installation.program_directory(program);
  KernelConfig config = read_kernel_config(directory / "kernel_config.py", installation);
  const fs::path data = choose_data_file(data_file, config, directory);
  RunData run = read_data_file(data, source);

  std::string name = program;
  while (name.size() > 1 && name.back() == '/') name.pop_back();
  return {name,
          directory,
          installation,
          std::move(config),
          data,
          std::move(run.arguments),
          std::move(run.golden_program)};
}

}  // namespace npusim
