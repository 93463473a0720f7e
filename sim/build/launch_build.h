// SPDX-License-Identifier: Apache-2.0
// Which objects the launches of a program need, and the entries in them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/build/compiler.h"
#include "sim/build/shared_library.h"
#include "sim/program/program.h"

namespace npusim {

/// One object: what launches that differ in their function only have in common.
struct LaunchUnit {
  std::filesystem::path source;
  SourceKind kind = SourceKind::AivKernel;
  std::vector<std::string> defines;
  std::vector<std::filesystem::path> include_dirs;
  bool host_code = false;              ///< may have what no core has: kernel_symbols.h
  std::vector<std::string> functions;  ///< in alphabetical order, so that programs share builds
};

/// In the order of their first use.
std::vector<LaunchUnit> launch_units(const std::vector<LaunchSource>& launches);

/// Writes the unit's text, and copies of its source and of headers beside it where a host compiler
/// does not accept them, to files in `directory` that are named after their contents; returns the
/// former.
std::filesystem::path write_unit(const LaunchUnit& unit, const std::filesystem::path& directory);

/// A launch with its entries: void entry(std::int64_t* args).
struct BuiltLaunch {
  void* aic_entry = nullptr;  ///< null where no AIC runs a block, as below
  void* aiv_entry = nullptr;
};

/// Finds launch number `index` among the loaded units. Throws InputError if its arguments do not
/// fit the function's parameters.
BuiltLaunch find_launch(const Program& program, std::size_t index,
                        const std::vector<LaunchUnit>& units,
                        const std::vector<SharedLibrary>& libraries);

}  // namespace npusim
