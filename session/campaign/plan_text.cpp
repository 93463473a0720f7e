// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/plan_text.h"

#include <nlohmann/json.hpp>

namespace npusim {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RacyAccess, agent, cycle, writes, in_gm, instruction)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(UnorderedPair, first, second, text)

namespace session {

std::string to_text(const Plan& plan) {
  std::vector<std::string> schedules;
  for (const Schedule& schedule : plan.schedules) schedules.push_back(to_string(schedule));
  return nlohmann::json{
      {"note", plan.note}, {"schedules", schedules}, {"races", plan.races}, {"about", plan.about}}
      .dump();
}

Plan plan_from_text(const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text);
  Plan plan;
  json.at("note").get_to(plan.note);
  json.at("races").get_to(plan.races);
  json.at("about").get_to(plan.about);
  for (const std::string schedule : json.at("schedules")) {
    plan.schedules.push_back(parse_schedule(schedule));
  }
  return plan;
}

}  // namespace session
}  // namespace npusim
