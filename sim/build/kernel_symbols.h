// SPDX-License-Identifier: Apache-2.0
// What the symbols of a kernel's shared object say against it: data that a core does not have, and
// functions whose accesses nobody would see.
#pragma once

#include <filesystem>

namespace npusim {

/// Throws BuildError, in the name of `source`:
///  - for a variable with static storage that can be written: a kernel on the device is code and
///    constants, and here all cores would share it (task-runtime.md section 6.1);
///  - for a function of the C library that works on memory past the model.
void check_kernel_symbols(const std::filesystem::path& shared_object,
                          const std::filesystem::path& source);

}  // namespace npusim
