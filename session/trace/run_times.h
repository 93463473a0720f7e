// SPDX-License-Identifier: Apache-2.0
// Where two recorded runs differ in time: by task and by line of source.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "models/arch/event_sink.h"
#include "traces/read/trace_reader.h"

namespace npusim::session {

/// Cycles of one task or line in two runs; 0 where a run does not have it.
struct TimeChange {
  std::string what;
  Cycle before = 0;
  Cycle after = 0;
  /// In percent of before; infinite for what is new.
  double percent() const;
};

struct RunComparison {
  TimeChange run;
  std::vector<TimeChange> tasks;  ///< from the first start to the last end; in order of submission
  /// Instructions of a line, from start to end, over all cores and repetitions; those that lost
  /// most cycles first.
  std::vector<TimeChange> lines;
};

/// Throws TraceFormatError.
RunComparison compare_times(const traces::TraceReader& before, const traces::TraceReader& after);

}  // namespace npusim::session
