// SPDX-License-Identifier: Apache-2.0
// The command line as a whole.
#pragma once

#include "cli/context.h"

namespace npusim::cli {

/// Parses, runs one subcommand, turns every error into a message and an exit status.
int run_command_line(int argc, const char* const* argv, Context& context);

}  // namespace npusim::cli
