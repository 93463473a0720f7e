// SPDX-License-Identifier: Apache-2.0
#include "analysis/campaign/race_outcomes.h"

#include <algorithm>

namespace npusim::analysis {
namespace {

/// The order of the race in the run; null if the run is not about it.
const std::string* order_in(const RunOutcome& run, std::size_t race) {
  for (const RaceOrder& order : run.orders) {
    if (order.race == race) return &order.order;
  }
  return nullptr;
}

RaceOutcome outcome_of(const std::vector<const RunOutcome*>& runs, std::size_t race) {
  const RunOutcome* kept = nullptr;
  const RunOutcome* reversed = nullptr;
  for (const RunOutcome* run : runs) {
    const std::string* const order = order_in(*run, race);
    if (order == nullptr) continue;
    if (run->label != "pass") return {"", "", run->label, run->schedule, ""};
    if (*order == "first" && kept == nullptr) kept = run;
    if (*order == "second" && reversed == nullptr) reversed = run;
  }
  RaceOutcome result;
  if (kept != nullptr) result.schedule = kept->schedule;
  if (reversed != nullptr) result.reversed = reversed->schedule;
  if (kept == nullptr || reversed == nullptr) {
    result.outcome = "only one order seen";
  } else {
    result.outcome = kept->digest == reversed->digest ? kEqualBits : "both orders: different bits";
  }
  return result;
}

}  // namespace

std::vector<RaceOutcome> race_outcomes(const std::vector<RunOutcome>& outcomes,
                                       const std::vector<std::string>& rows,
                                       const std::vector<std::vector<std::string>>& races) {
  std::vector<RaceOutcome> results;
  for (std::size_t row = 0; row < rows.size() && row < races.size(); ++row) {
    const std::vector<const RunOutcome*> runs = runs_of_row(outcomes, rows[row]);
    for (std::size_t race = 0; race < races[row].size(); ++race) {
      RaceOutcome result = outcome_of(runs, race);
      result.row = rows[row];
      result.race = races[row][race];
      results.push_back(std::move(result));
    }
  }
  return results;
}

TextTable race_table(const std::vector<RaceOutcome>& races) {
  const bool matrix = std::any_of(races.begin(), races.end(),
                                  [](const RaceOutcome& race) { return !race.row.empty(); });
  TextTable table;
  if (matrix) table.columns.push_back({"setting", Align::Left});
  for (const char* title : {"race", "outcome", "schedule", "schedule of the other order"}) {
    table.columns.push_back({title, Align::Left});
  }
  for (const RaceOutcome& race : races) {
    std::vector<std::string> cells;
    if (matrix) cells.push_back(race.row);
    cells.insert(cells.end(), {race.race, race.outcome, race.schedule, race.reversed});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace npusim::analysis
