// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/campaign_identity.h"

#include <map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "session/run/version.h"

namespace npusim::session {
namespace {

constexpr const char* kInputs = "inputs";

}  // namespace

std::string campaign_identity(const CampaignSettings& settings, const ProgramIdentity& inputs) {
  const std::map<std::string, std::string> knobs(settings.run.set.begin(), settings.run.set.end());
  return nlohmann::ordered_json{{"npusim", version()},
                                {"build", build_id()},
                                {"model", kModelRevision},
                                {"program", settings.run.program},
                                {"data", settings.run.data ? settings.run.data->string() : ""},
                                {"strategy", settings.strategy},
                                {"schedules", settings.schedules},
                                {"depth", settings.depth},
                                {"seed", settings.run.schedule.seed},
                                {"checks", settings.run.checks},
                                {"contested_errors", settings.run.contested_errors},
                                {"golden", settings.run.golden},
                                {"max_cycles", settings.run.max_cycles},
                                {"max_instructions", settings.run.max_instructions},
                                {"knobs", knobs},
                                {"matrix", settings.matrix},
                                {kInputs, inputs}}
      .dump();
}

std::string campaign_difference(const std::string& then, const std::string& now) {
  const nlohmann::json before = nlohmann::json::parse(then, nullptr, false);
  const nlohmann::json after = nlohmann::json::parse(now, nullptr, false);
  if (!before.is_object() || !after.is_object()) return "a file that is no campaign's";
  std::vector<std::string> found;
  for (const auto& [key, value] : after.items()) {
    if (key == kInputs) continue;
    const nlohmann::json was = before.value(key, nlohmann::json());
    if (was != value)
      found.push_back(fmt::format("{} is {}, was {}", key, value.dump(), was.dump()));
  }
  const auto inputs = [](const nlohmann::json& of) {
    return of.value(kInputs, nlohmann::json::object()).get<ProgramIdentity>();
  };
  for (std::string& change : differences(inputs(before), inputs(after))) {
    found.push_back(std::move(change));
  }
  return fmt::format("{}", fmt::join(found, "; "));
}

}  // namespace npusim::session
