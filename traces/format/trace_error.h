// SPDX-License-Identifier: Apache-2.0
// What can go wrong with a trace.
#pragma once

#include <stdexcept>

namespace npusim::traces {

/// A trace cannot be written: disk full, no permission. The file keeps what was written before.
struct TraceError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file cannot be read as a trace. The text names the file, what was expected and what was found.
struct TraceFormatError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace npusim::traces
