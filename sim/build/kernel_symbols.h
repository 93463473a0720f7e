// SPDX-License-Identifier: Apache-2.0
// What the symbols of a kernel's shared object say against it: data that a core does not have, and
// functions whose accesses nobody would see.
#pragma once

#include <filesystem>

namespace npusim {

/// Where variables declared [[block_local]] lie, of which each core has its own.
inline constexpr char kBlockLocalSection[] = ".block_local";

/// Variables with static storage that can be written.
enum class Variables {
  BlockLocal,  ///< only such: else a kernel on the device is code and constants
               ///< (task-runtime.md section 6.1)
  CoresOwn,    ///< all that models/core/kernel_globals.h can give each core: not thread_local
  Any,
};

/// Throws BuildError, in the name of `source`, for a variable that is not allowed.
void check_kernel_variables(const std::filesystem::path& shared_object,
                            const std::filesystem::path& source, Variables allowed);

/// Likewise for a function of the C library that works on memory past the model.
void check_kernel_functions(const std::filesystem::path& shared_object,
                            const std::filesystem::path& source);

}  // namespace npusim
