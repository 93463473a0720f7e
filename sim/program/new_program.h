// SPDX-License-Identifier: Apache-2.0
// A new program from one that runs: `npusim new`.
#pragma once

#include <filesystem>
#include <vector>

namespace npusim {

/// Copies the files of the program in `from` into `to`, which is made if it is not there. Returns
/// their paths relative to `to`, sorted. Throws InputError if `to` has something in it already, or
/// if a file cannot be written.
std::vector<std::filesystem::path> copy_program(const std::filesystem::path& from,
                                                const std::filesystem::path& to);

}  // namespace npusim
