// SPDX-License-Identifier: Apache-2.0
// What a campaign shows: how often each outcome came up, with the interval its rate lies in, where
// outputs were wrong, and the first schedule that did it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analysis/campaign/run_outcome.h"
#include "analysis/report/table.h"

namespace npusim::analysis {

/// Wilson's score interval of a rate of `count` in `total`, at 95 %. Requires total > 0.
std::pair<double, double> wilson_interval(std::uint64_t count, std::uint64_t total);

/// One outcome in one row of the matrix.
struct OutcomeGroup {
  std::string row;
  std::string label;
  std::uint64_t count = 0;
  std::uint64_t total = 0;         ///< runs in the row
  std::uint64_t first_number = 0;  ///< the first run that came to it
  std::string first_schedule;
  std::vector<WrongOutput> places;  ///< smallest boxes around all that was wrong
};

/// Outcomes by row, in the rows' order of `rows`, "pass" first, then the frequent before the rare.
/// `outcomes` may come in any order; the result does not depend on it.
std::vector<OutcomeGroup> group_outcomes(const std::vector<RunOutcome>& outcomes,
                                         const std::vector<std::string>& rows);

/// With a column for the rows of the matrix if there is more than one.
TextTable outcome_table(const std::vector<OutcomeGroup>& groups);

}  // namespace npusim::analysis
