// SPDX-License-Identifier: Apache-2.0
// Where the places that findings name start from.
#pragma once

#include <filesystem>

#include "sim/program/installation.h"

namespace npusim::session {

/// The root of the git repository that the program is in, as code scanning wants it; npusim's own
/// root for a program that comes with npusim; else the program's directory.
std::filesystem::path source_root(const Installation& installation,
                                  const std::filesystem::path& program_directory);

}  // namespace npusim::session
