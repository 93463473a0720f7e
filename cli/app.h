// SPDX-License-Identifier: Apache-2.0
// The command line as a whole.
#pragma once

#include <string_view>

#include "cli/context.h"

namespace npusim::cli {

/// Parses, runs one subcommand, turns every error into a message and an exit status.
int run_command_line(int argc, const char* const* argv, Context& context);

/// "0.1.0"
std::string_view version();

}  // namespace npusim::cli
