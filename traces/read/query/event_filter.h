// SPDX-License-Identifier: Apache-2.0
// Which events of a trace a person asks for.
//
// An event matches if it meets every criterion that is given; of a criterion's values one is
// enough. An event without the property in question (a barrier has no address) does not match.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "traces/read/query/selection.h"
#include "traces/read/trace_reader.h"

namespace npusim::traces {

/// begin <= value < end.
struct NumberRange {
  std::uint64_t begin = 0;
  std::uint64_t end = kNone64;
  bool contains(std::uint64_t value) const { return begin <= value && value < end; }
};

struct EventFilter {
  std::vector<std::string> tasks;  ///< numbers of submission, or names of kernels
  std::vector<std::int32_t> blocks;
  std::vector<std::string> cores;    ///< "AIV 17", "AIV", "orchestrator", "scheduler 1"
  std::vector<std::string> pipes;    ///< "MTE2"
  std::vector<std::string> spaces;   ///< "UB"
  std::vector<std::string> tensors;  ///< names of buffers: accesses to them while they live
  std::optional<NumberRange> addresses;
  std::optional<NumberRange> cycles;  ///< of the event itself
  /// Kinds of event ("Access"), or what they are of their kind ("Write", "SetFlag", "Ready").
  std::vector<std::string> kinds;

  /// As on the command line, for a slice's file: "--task 3 --space UB"; empty if all is asked for.
  std::string text() const;
};

/// The matching events. Names are compared without regard to case and blanks.
/// Throws std::invalid_argument for a name that the trace does not have, saying which it has.
Selection select(const TraceReader& trace, const EventFilter& filter);

/// Extends a selection so that it can stand alone: instructions whole (issue, start, accesses,
/// completion), all descriptions of tasks, dependencies and buffers.
void complete_selection(const TraceReader& trace, Selection& selection);

/// Adds all accesses of the selected instructions.
void add_accesses_of_instructions(const TraceReader& trace, Selection& selection);

/// Adds the instructions of selected accesses, without which they have neither task nor place.
void add_instructions_of_accesses(const TraceReader& trace, Selection& selection);

}  // namespace npusim::traces
