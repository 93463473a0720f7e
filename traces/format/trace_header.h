// SPDX-License-Identifier: Apache-2.0
// What a trace says of its run besides events: the attributes of the file's root.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/arch/cycle.h"
#include "traces/arrays/data_array.h"
#include "traces/format/schema.h"

namespace npusim::traces {

/// Known when the run starts. With the program it is all that a replay needs.
struct TraceHeader {
  std::string npusim_version;
  std::string program;
  std::string data_file;
  std::uint64_t seed = 0;
  std::string schedule;
  std::map<std::string, std::string> knobs;
  std::string replay;             ///< command line that repeats the run
  std::string checks;             ///< "race,mem,init,sync"; "none"
  std::string suppressions;       ///< file of accepted findings; empty: none
  std::vector<DataArray> arrays;  ///< of --trace-data
  bool local_accesses = false;    ///< accesses to local memories are recorded too
  std::string slice;  ///< of a part of a trace: what was asked for, of how many events; else empty
  /// Digest of each file that the run was made of (sources, headers, data), by its name.
  std::map<std::string, std::string> inputs;
  std::vector<std::string> opcode_names;
  std::vector<std::string> tile_op_names;
  friend bool operator==(const TraceHeader&, const TraceHeader&) = default;
};

/// Known when it is over.
struct TraceOutcome {
  bool complete = false;  ///< the writer was closed; false after a kill or a write error
  bool ended = false;     ///< the run reached its end
  Cycle end_cycle = 0;
  std::string verdict;                       ///< at most 32 bytes
  bool has_findings = false;                 ///< /findings holds what the checks found
  std::uint64_t events = 0;                  ///< rows of /events
  std::uint64_t skipped_local_accesses = 0;  ///< not recorded, as asked
  std::uint64_t lost = 0;                    ///< events that could not be recorded
  friend bool operator==(const TraceOutcome&, const TraceOutcome&) = default;
};

struct TraceInfo {
  TraceHeader header;
  TraceOutcome outcome;
  std::vector<std::pair<std::string, std::uint64_t>> rows;  ///< per table, in schema order
  std::uint64_t file_bytes = 0;
};

/// Whether the run was asked why: what its pipes spent their time on is there.
inline bool has_times(const TraceInfo& info) {
  return info.rows[static_cast<unsigned>(Table::times)].second > 0;
}

}  // namespace npusim::traces
