// SPDX-License-Identifier: Apache-2.0
// A program directory, loaded: kernel_config.py and data.json, checked, nothing built yet.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/arch/knobs.h"
#include "sim/program/argument.h"
#include "sim/program/dataset_source.h"
#include "sim/program/installation.h"
#include "sim/program/kernel_config.h"

namespace npusim {

struct Program {
  std::string name;  ///< as the user named it, without a trailing slash
  std::filesystem::path directory;
  Installation installation;
  KernelConfig config;
  KernelLibrary library;
  std::filesystem::path data_file;
  std::vector<Argument> arguments;  ///< in the orchestration's order
  std::optional<std::filesystem::path> golden_program;
  std::vector<ScalarArgument> scalars;  ///< in the orchestration's order
  Knobs knobs;                          ///< of data.json, over the defaults
};

/// `program` is a directory or the path of one under the installation's kernels/. `data_file`
/// replaces the program's own (DATA of kernel_config.py, else data.json) if it is not empty;
/// `library` is the command line's choice. Throws InputError.
/// `before_data` is called when the configuration and the data file's path are known and nothing
/// else has been read.
using ConfigurationKnown = std::function<void(const Installation&, const KernelConfig&,
                                              const KernelLibrary&, const std::filesystem::path&)>;
Program load_program(const std::string& program, const std::filesystem::path& data_file,
                     const DatasetSource& source, const LibraryChoice& library = {},
                     const ConfigurationKnown& before_data = {});

}  // namespace npusim
