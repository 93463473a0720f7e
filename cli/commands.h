// SPDX-License-Identifier: Apache-2.0
// The command line as a whole, and its subcommands in the order of --help. Each has a file of its
// own, which adds the subcommand's options to the parser and sets what it does. To add one: a file,
// a line here, a line in app.cpp.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/context.h"

namespace npusim::cli {

/// Parses, runs one subcommand, turns every error into a message and an exit status.
int run_command_line(int argc, const char* const* argv, Context& context);

void add_list_command(CLI::App& app, Context& context);
void add_run_command(CLI::App& app, Context& context);
void add_explore_command(CLI::App& app, Context& context);
void add_minimize_command(CLI::App& app, Context& context);
void add_replay_command(CLI::App& app, Context& context);
void add_suite_command(CLI::App& app, Context& context);
void add_build_command(CLI::App& app, Context& context);
void add_cache_command(CLI::App& app, Context& context);
void add_golden_command(CLI::App& app, Context& context);
void add_trace_command(CLI::App& app, Context& context);
void add_new_command(CLI::App& app, Context& context);
void add_explain_command(CLI::App& app, Context& context);
void add_completion_command(CLI::App& app, Context& context);

}  // namespace npusim::cli
