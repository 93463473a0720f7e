// SPDX-License-Identifier: Apache-2.0
#include "analysis/campaign/run_outcome.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "analysis/describe/site_text.h"
#include "analysis/result/exit_status.h"

namespace npusim::analysis {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FoundSite, op, pipe, source)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RaceOrder, race, order)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FoundKind, check, hazard, space, rule, severity, first, second)

FoundKind kind_of(const Finding& finding) {
  const auto site = [](const AccessSite& access) {
    return FoundSite{text_of(access.op), pipe_text(access), text_of(access.source)};
  };
  return {finding.check,
          finding.hazard,
          finding.space,
          finding.rule,
          std::string(name(finding.severity)),
          site(finding.first),
          site(finding.second)};
}

std::vector<const RunOutcome*> runs_of_row(const std::vector<RunOutcome>& outcomes,
                                           const std::string& row) {
  std::vector<const RunOutcome*> runs;
  for (const RunOutcome& outcome : outcomes) {
    if (outcome.row == row) runs.push_back(&outcome);
  }
  std::sort(runs.begin(), runs.end(),
            [](const RunOutcome* a, const RunOutcome* b) { return a->number < b->number; });
  return runs;
}

std::string outcome_label(const RunOutcome& outcome, int stall_code) {
  if (outcome.exit_status == kExitInternal) return "a bug in npusim";
  if (outcome.exit_status == kExitInconclusive) return "inconclusive";
  if (!outcome.crash.empty()) return "ended by the program";
  if (!outcome.stall.empty()) {
    return stall_code == 0 ? "stall" : fmt::format("stall {}", stall_code);
  }
  if (!outcome.wrong.empty()) {
    std::vector<std::string> names;
    for (const WrongOutput& output : outcome.wrong) names.push_back(output.name);
    return fmt::format("{} wrong", fmt::join(names, ", "));
  }
  return "pass";
}

std::string box_text(const WrongOutput& output) {
  std::vector<std::string> ranges;
  for (const auto& [low, high] : output.box) {
    ranges.push_back(high == low + 1 ? fmt::format("{}", low) : fmt::format("{}:{}", low, high));
  }
  return fmt::format("{}[{}]", output.name, fmt::join(ranges, ", "));
}

std::string to_json_line(const RunOutcome& outcome) {
  nlohmann::ordered_json wrong = nlohmann::ordered_json::array();
  for (const WrongOutput& output : outcome.wrong) {
    wrong.push_back({{"name", output.name},
                     {"mismatched", output.mismatched},
                     {"first_index", output.first_index},
                     {"box", output.box}});
  }
  return nlohmann::ordered_json{{"number", outcome.number},
                                {"row", outcome.row},
                                {"schedule", outcome.schedule},
                                {"exit_status", outcome.exit_status},
                                {"label", outcome.label},
                                {"wrong", wrong},
                                {"crash", outcome.crash},
                                {"stall", outcome.stall},
                                {"found", nlohmann::json(outcome.found)},
                                {"orders", nlohmann::json(outcome.orders)},
                                {"cycles", outcome.cycles},
                                {"digest", outcome.digest}}
      .dump();
}

RunOutcome outcome_from_json(const std::string& line) {
  try {
    const nlohmann::json json = nlohmann::json::parse(line);
    RunOutcome outcome;
    json.at("number").get_to(outcome.number);
    json.at("row").get_to(outcome.row);
    json.at("schedule").get_to(outcome.schedule);
    json.at("exit_status").get_to(outcome.exit_status);
    json.at("label").get_to(outcome.label);
    for (const nlohmann::json& entry : json.at("wrong")) {
      WrongOutput output;
      entry.at("name").get_to(output.name);
      entry.at("mismatched").get_to(output.mismatched);
      entry.at("first_index").get_to(output.first_index);
      entry.at("box").get_to(output.box);
      outcome.wrong.push_back(std::move(output));
    }
    json.at("crash").get_to(outcome.crash);
    json.at("stall").get_to(outcome.stall);
    json.at("found").get_to(outcome.found);
    json.at("orders").get_to(outcome.orders);
    json.at("cycles").get_to(outcome.cycles);
    json.at("digest").get_to(outcome.digest);
    return outcome;
  } catch (const nlohmann::json::exception& error) {
    throw std::invalid_argument(error.what());
  }
}

}  // namespace npusim::analysis
