// SPDX-License-Identifier: Apache-2.0
// The verbs of `npusim trace`, each in a file of its own.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/context.h"
#include "traces/read/query/event_filter.h"

namespace npusim::cli {

void add_trace_info(CLI::App& trace, Context& context);
void add_trace_events(CLI::App& trace, Context& context);
void add_trace_slice(CLI::App& trace, Context& context);
void add_trace_diff(CLI::App& trace, Context& context);
void add_trace_races(CLI::App& trace, Context& context);
void add_trace_report(CLI::App& trace, Context& context);
void add_trace_export(CLI::App& trace, Context& context);
void add_trace_schema(CLI::App& trace, Context& context);

/// What --task, --address ... of a command line ask for.
struct FilterOptions {
  traces::EventFilter filter;
  std::string addresses;
  std::string cycles;

  /// Adds the options to a command; this must outlive it.
  void add_to(CLI::App& command);
  /// The filter, intervals parsed. Throws UsageError.
  traces::EventFilter parsed() const;
};

/// The option TRACE.
void add_trace_option(CLI::App& command, std::string& path, const char* name = "TRACE");

/// What a name that the trace does not have comes to: UsageError for std::invalid_argument.
template <class Action>
auto with_usage_errors(Action action) {
  try {
    return action();
  } catch (const std::invalid_argument& error) {
    throw session::UsageError(error.what());
  }
}

}  // namespace npusim::cli
