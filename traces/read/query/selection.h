// SPDX-License-Identifier: Apache-2.0
// A subset of a trace's events, by row of their tables.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "traces/format/schema.h"

namespace npusim::traces {

/// One flag a row, by kind of event. Those of Issue and Completion are by row of /instructions,
/// whose events they are; those that no instruction row holds by row of /unmatched.
struct Selection {
  std::array<std::vector<bool>, kEventKindCount> rows;
  std::vector<bool> unmatched;

  std::vector<bool>& of(EventKind kind) { return rows[static_cast<unsigned>(kind)]; }
  const std::vector<bool>& of(EventKind kind) const { return rows[static_cast<unsigned>(kind)]; }
};

/// The event that a replay is delivering.
struct ReplayPosition {
  std::uint64_t event = 0;    ///< row of /events: how people name the event
  std::uint64_t row = 0;      ///< of the kind's table, or of /unmatched
  bool is_unmatched = false;  ///< `row` is one of /unmatched
};

}  // namespace npusim::traces
