// SPDX-License-Identifier: Apache-2.0
// What a run was made of, file by file, so that a later run can tell whether it is still the same:
// sources with every header they include, kernel_config.py, data.json and the arrays it names.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/build/build_program.h"
#include "sim/program/program.h"

namespace npusim {

/// Digest of the content by name: paths below the program's folder relative to it, headers of
/// npusim relative to its own, others as they are. Files that cannot be read have the digest "".
using ProgramIdentity = std::map<std::string, std::string>;

/// The entry of the compiler with its flags, in place of a digest: cycles of scalar code depend on
/// it.
inline constexpr const char* kCompilerEntry = "<compiler>";

/// Every file that a data file names, relative to nothing: arrays and recorded goldens. Empty for a
/// data file that is not JSON.
std::vector<std::filesystem::path> named_data_files(const std::filesystem::path& data_file);

/// Reads every file. Requires the program that was built.
ProgramIdentity identity_of(const Program& program, const BuiltProgram& built);

/// Empty if the identity does not say.
std::string compiler_of(const ProgramIdentity& identity);

/// "the compiler is 'clang 16.0.6 -O2 ...', was 'gcc 12.2.0 -O2 ...'"; empty if both are by the
/// same, or one does not say by which.
std::string compiler_difference(const ProgramIdentity& then, const ProgramIdentity& now);

/// "kernels/aiv/add.cpp changed", "golden/kv.npy is gone", "tensor.h is new"; empty if nothing
/// differs.
std::vector<std::string> differences(const ProgramIdentity& then, const ProgramIdentity& now);

}  // namespace npusim
