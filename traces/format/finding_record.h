// SPDX-License-Identifier: Apache-2.0
// A finding of a run's checks as a trace holds it: texts, and which recorded accesses it is about.
// What a finding is: analysis/result/finding.h, which this layer does not know.
#pragma once

#include <cstdint>
#include <string>

#include "models/arch/event.h"

namespace npusim::traces {

/// One of the two accesses. All texts empty: there is none.
struct FindingSite {
  std::string task, core, pipe, op, source, range;
  std::int64_t block = -1;
  bool is_write = false;
  Cycle cycle = 0;
  InstructionId instruction = 0;  ///< 0: unknown
  // Found when the trace is written; -1: not recorded.
  std::int64_t instruction_row = -1;  ///< of /instructions
  std::int64_t access_row = -1;       ///< of /accesses
};

struct FindingRecord {
  std::string id;  ///< the same finding in other runs has the same
  std::uint8_t severity = 0;
  std::string check, hazard, space, rule, certainty, message, missing_edge, fix, text;
  std::uint64_t count = 1;
  FindingSite first, second;
};

}  // namespace npusim::traces
