// SPDX-License-Identifier: Apache-2.0
// What one run of a campaign came to, small enough to keep for thousands of runs. One line of JSON
// in a campaign's journal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

/// An output that differs from its golden.
struct WrongOutput {
  std::string name;
  std::uint64_t mismatched = 0;
  std::vector<std::uint64_t> first_index;
  /// Smallest box around the wrong elements: [low, high) per dimension.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> box;
  friend bool operator==(const WrongOutput&, const WrongOutput&) = default;
};

/// One access of a finding, as far as it is the same under every schedule.
struct FoundSite {
  std::string op, pipe, source;
  friend bool operator==(const FoundSite&, const FoundSite&) = default;
};

/// A finding without what changes from schedule to schedule. Keys as in `--report json`.
struct FoundKind {
  std::string check, hazard, space, rule, severity;
  FoundSite first, second;  ///< empty strings: there is no such access
  friend bool operator==(const FoundKind&, const FoundKind&) = default;
};

FoundKind kind_of(const Finding& finding);

/// Which access of a race of the campaign took effect first: the one that did in the calm run
/// ("first"), the other ("second"), or nobody can tell ("unknown").
struct RaceOrder {
  std::uint64_t race = 0;
  std::string order;
  friend bool operator==(const RaceOrder&, const RaceOrder&) = default;
};

struct RunOutcome {
  std::uint64_t number = 0;  ///< of the run in its row of the campaign
  std::string row;           ///< "KNOB=VALUE ..." of the matrix; empty without one
  std::string schedule;
  int exit_status = 0;
  std::string label;  ///< what outcomes are counted by: "pass", "kv, cmp_kv_cache differ", ...
  std::vector<WrongOutput> wrong;
  std::string crash;              ///< why its process ended early; empty if it did not
  std::string stall;              ///< one sentence; empty if the run ended
  std::vector<FoundKind> found;   ///< distinct findings, with checks
  std::vector<RaceOrder> orders;  ///< of the races that a directed run is about
  Cycle cycles = 0;
  std::uint64_t digest = 0;  ///< of all output bytes
  friend bool operator==(const RunOutcome&, const RunOutcome&) = default;
};

/// The runs of one row of the matrix, by number.
std::vector<const RunOutcome*> runs_of_row(const std::vector<RunOutcome>& outcomes,
                                           const std::string& row);

/// The outcome's label, from the rest of it and the host code of a stall (0: none).
std::string outcome_label(const RunOutcome& outcome, int stall_code);

/// "kv[0:64, 0, 448:512]"
std::string box_text(const WrongOutput& output);

/// One line, no newline.
std::string to_json_line(const RunOutcome& outcome);
/// Throws std::invalid_argument for a line that to_json_line() has not written whole.
RunOutcome outcome_from_json(const std::string& line);

}  // namespace npusim::analysis
