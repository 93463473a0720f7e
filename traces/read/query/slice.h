// SPDX-License-Identifier: Apache-2.0
// A smaller trace out of a trace.
#pragma once

#include <filesystem>

#include "traces/read/query/event_filter.h"

namespace npusim::traces {

/// Writes the matching events of `trace`, instructions whole, and all descriptions of tasks,
/// dependencies and buffers, and the run's findings, as a trace of its own, whose header says what
/// it is a slice of. Outputs and goldens are left out. Returns the number of events written. Throws
/// std::invalid_argument as select() does, TraceError if the file cannot be written.
std::uint64_t write_slice(const TraceReader& trace, const EventFilter& filter,
                          const std::filesystem::path& path);

}  // namespace npusim::traces
