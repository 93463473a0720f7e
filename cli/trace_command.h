// SPDX-License-Identifier: Apache-2.0
// The verbs of `npusim trace` that have files of their own.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/context.h"

namespace npusim::cli {

void add_trace_events(CLI::App& trace, Context& context);
void add_trace_slice(CLI::App& trace, Context& context);
void add_trace_compare(CLI::App& trace, Context& context);
void add_trace_races(CLI::App& trace, Context& context);
void add_trace_report(CLI::App& trace, Context& context);

/// The option TRACE.
void add_trace_option(CLI::App& command, std::string& path, const char* name = "TRACE");

}  // namespace npusim::cli
