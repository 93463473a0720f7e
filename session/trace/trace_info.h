// SPDX-License-Identifier: Apache-2.0
// What is in a trace: what was run, what was found, how much of which table.
#pragma once

#include <string>

#include "traces/read/trace_reader.h"

namespace npusim::session {

/// `path`: as the user named the trace.
std::string trace_info_text(const traces::TraceReader& trace, const std::string& path);
std::string trace_info_json(const traces::TraceReader& trace, const std::string& path);

}  // namespace npusim::session
