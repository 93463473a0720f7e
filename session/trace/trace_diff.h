// SPDX-License-Identifier: Apache-2.0
// Where two runs of a program part: the first event that differs in program order of each pipe, the
// first read that gets its bytes from other writes, and the outputs.
#pragma once

#include <array>
#include <ostream>
#include <string>

namespace npusim::session {

/// True if the runs differ. Throws TraceFormatError.
bool print_trace_diff(const std::array<std::string, 2>& paths, std::ostream& out);

}  // namespace npusim::session
