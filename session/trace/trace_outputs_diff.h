// SPDX-License-Identifier: Apache-2.0
// Where the outputs that two traces hold (--trace-data) differ.
#pragma once

#include <array>
#include <string>

#include "traces/read/trace_reader.h"

namespace npusim::session {

struct OutputsDiff {
  bool differ = false;
  std::string text;  ///< lines for people
};

/// For each output in the order of A: its first byte that differs. Reads the arrays' stored parts
/// only. Throws TraceFormatError or InputError for a damaged file.
OutputsDiff diff_outputs(const std::array<std::string, 2>& files, const traces::TraceReader& a,
                         const traces::TraceReader& b);

}  // namespace npusim::session
