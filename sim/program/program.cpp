// SPDX-License-Identifier: Apache-2.0
// Loading a program directory.
#include "sim/program/program.h"

#include "sim/program/data_file.h"

namespace npusim {

Program load_program(const std::string& program, const std::filesystem::path& data_file,
                     const DatasetSource& source) {
  const Installation installation = Installation::find();
  const std::filesystem::path directory = installation.program_directory(program);
  KernelConfig config = read_kernel_config(directory / "kernel_config.py", installation);
  const std::filesystem::path data = data_file.empty() ? directory / "data.json" : data_file;
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
