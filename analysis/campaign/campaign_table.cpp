// SPDX-License-Identifier: Apache-2.0
#include "analysis/campaign/campaign_table.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

namespace npusim::analysis {
namespace {

/// Quantile of the normal distribution that leaves 2.5 % on either side.
constexpr double kQuantile = 1.959964;

void widen(std::vector<WrongOutput>& places, const WrongOutput& output) {
  const auto known = std::find_if(places.begin(), places.end(), [&](const WrongOutput& place) {
    return place.name == output.name;
  });
  if (known == places.end()) {
    places.push_back(output);
    return;
  }
  for (std::size_t i = 0; i < known->box.size() && i < output.box.size(); ++i) {
    known->box[i].first = std::min(known->box[i].first, output.box[i].first);
    known->box[i].second = std::max(known->box[i].second, output.box[i].second);
  }
}

std::string places_text(const OutcomeGroup& group) {
  std::string text;
  for (const WrongOutput& place : group.places) {
    text += (text.empty() ? "" : ", ") + box_text(place);
  }
  return text;
}

std::vector<OutcomeGroup> groups_of_row(const std::vector<const RunOutcome*>& outcomes,
                                        const std::string& row) {
  std::map<std::string, OutcomeGroup> groups;
  for (const RunOutcome* outcome : outcomes) {
    OutcomeGroup& group = groups[outcome->label];
    if (group.count++ == 0) {
      group.row = row;
      group.label = outcome->label;
      group.total = outcomes.size();
      group.first_number = outcome->number;
      group.first_schedule = outcome->schedule;
    }
    for (const WrongOutput& output : outcome->wrong) widen(group.places, output);
  }
  std::vector<OutcomeGroup> sorted;
  for (auto& [label, group] : groups) sorted.push_back(std::move(group));
  std::stable_sort(sorted.begin(), sorted.end(), [](const OutcomeGroup& a, const OutcomeGroup& b) {
    return std::tuple(a.label != "pass", b.count) < std::tuple(b.label != "pass", a.count);
  });
  return sorted;
}

}  // namespace

std::pair<double, double> wilson_interval(std::uint64_t count, std::uint64_t total) {
  const double n = static_cast<double>(total), rate = static_cast<double>(count) / n;
  const double square = kQuantile * kQuantile;
  const double centre = rate + square / (2 * n);
  const double spread = kQuantile * std::sqrt(rate * (1 - rate) / n + square / (4 * n * n));
  return {std::max(0.0, (centre - spread) / (1 + square / n)),
          std::min(1.0, (centre + spread) / (1 + square / n))};
}

std::vector<OutcomeGroup> group_outcomes(const std::vector<RunOutcome>& outcomes,
                                         const std::vector<std::string>& rows) {
  std::vector<OutcomeGroup> groups;
  for (const std::string& row : rows) {
    for (OutcomeGroup& group : groups_of_row(runs_of_row(outcomes, row), row))
      groups.push_back(std::move(group));
  }
  return groups;
}

TextTable outcome_table(const std::vector<OutcomeGroup>& groups) {
  const bool matrix = std::any_of(groups.begin(), groups.end(),
                                  [](const OutcomeGroup& group) { return !group.row.empty(); });
  TextTable table;
  if (matrix) table.columns.push_back({"setting", Align::Left});
  for (const char* title :
       {"outcome", "runs", "rate", "95 % interval", "wrong elements in", "first schedule"}) {
    const bool number = std::string_view(title) == "runs" || std::string_view(title) == "rate";
    table.columns.push_back({title, number ? Align::Right : Align::Left});
  }
  for (const OutcomeGroup& group : groups) {
    const auto [low, high] = wilson_interval(group.count, group.total);
    std::vector<std::string> row;
    if (matrix) row.push_back(group.row);
    row.insert(row.end(), {group.label, fmt::format("{}/{}", group.count, group.total),
                           fmt::format("{:.1f} %", 100.0 * static_cast<double>(group.count) /
                                                       static_cast<double>(group.total)),
                           fmt::format("{:.1f} to {:.1f} %", 100 * low, 100 * high),
                           places_text(group), group.first_schedule});
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace npusim::analysis
