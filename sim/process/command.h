// SPDX-License-Identifier: Apache-2.0
// Runs another program (the compiler, python3) to its end and collects what it prints.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace npusim {

struct CommandResult {
  int exit_status = 0;  ///< 128 + signal number if a signal ended it
  std::string output;   ///< standard output
  std::string errors;   ///< standard error
};

/// Requires: arguments[0] is a path, not a name to be searched for. Locale is C, so that messages
/// are the same everywhere. Throws std::system_error if the program cannot be started.
CommandResult run_command(const std::vector<std::string>& arguments);
/// The same; the new process does `before_exec` first.
CommandResult run_command(const std::vector<std::string>& arguments,
                          const std::function<void()>& before_exec);

/// Where a program is: `name` itself if it has a slash, else the first match on PATH.
std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace npusim
