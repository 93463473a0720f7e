// SPDX-License-Identifier: Apache-2.0
// What compiled the kernels of a recorded run.
#pragma once

#include <string>

#include "traces/format/trace_header.h"

namespace npusim::session {

/// "gcc 12.2.0 -O2 ..."; empty if the trace does not say.
std::string recorded_compiler(const traces::TraceHeader& header);

/// Cycles of scalar code are the compiler's as much as the program's, so runs that differ in it are
/// not compared: throws InputError about `file`, which has `second`, if they do.
void require_same_compiler(const std::string& file, const traces::TraceHeader& first,
                           const traces::TraceHeader& second);

}  // namespace npusim::session
