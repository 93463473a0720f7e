// SPDX-License-Identifier: Apache-2.0
// --trace-data: a run's outputs and their goldens inside its trace.
#pragma once

#include <vector>

#include "session/run/loaded_program.h"
#include "traces/arrays/data_array.h"
#include "traces/write/trace_writer.h"

namespace npusim::session {

/// The arrays that the trace will hold: all outputs, and with `golden` the goldens there are.
std::vector<traces::DataArray> trace_arrays(LoadedProgram& loaded, bool golden);

/// Stores them after the run, outputs from `memory`. `arrays` are those that the trace was begun
/// with.
void write_trace_arrays(const std::vector<traces::DataArray>& arrays, LoadedProgram& loaded,
                        const DeviceView& memory, traces::TraceWriter& trace);

}  // namespace npusim::session
