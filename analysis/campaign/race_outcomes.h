// SPDX-License-Identifier: Apache-2.0
// What a directed campaign says about each race: a run in which it did harm, or that both orders of
// the two accesses leave the same bytes.
#pragma once

#include <string>
#include <vector>

#include "analysis/campaign/run_outcome.h"
#include "analysis/report/table.h"

namespace npusim::analysis {

inline constexpr const char* kEqualBits = "both orders: equal bits";

struct RaceOutcome {
  std::string row;   ///< of the matrix
  std::string race;  ///< both accesses, in words
  /// The label of the first run about it that did not pass; else kEqualBits, "both orders:
  /// different bits" where no golden covers them, or "only one order seen".
  std::string outcome;
  /// Of that run, or of the run in which the access that came first in the calm run came first.
  std::string schedule;
  std::string reversed;  ///< of the run with the order reversed; empty if there was none
};

/// Of the races of each row, in their order. Only runs about a race count for it: they differ from
/// the calm run in one delay that decides the order of its accesses.
std::vector<RaceOutcome> race_outcomes(const std::vector<RunOutcome>& outcomes,
                                       const std::vector<std::string>& rows,
                                       const std::vector<std::vector<std::string>>& races);

/// With a column for the rows of the matrix if there is more than one.
TextTable race_table(const std::vector<RaceOutcome>& races);

}  // namespace npusim::analysis
