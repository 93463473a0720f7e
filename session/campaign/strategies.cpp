// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/strategies.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "session/run/usage_error.h"

namespace npusim::session {
namespace {

RacyAccess racy_access(const analysis::AccessSite& site, const std::string& space) {
  return {site.agent, site.cycle, site.is_write, space == "GM", site.instruction};
}

std::string site_text(const analysis::AccessSite& site) {
  return site.op.known() ? fmt::format("{} {}", text_of(site.op), text_of(site.source)) : "";
}

std::vector<UnorderedPair> unordered_pairs(const std::vector<analysis::Finding>& findings) {
  std::vector<UnorderedPair> pairs;
  for (const analysis::Finding& finding : findings) {
    // A warning's accesses are ordered in the reading that the run has.
    if (!finding.second.op.known() || finding.severity == analysis::Severity::Warning) continue;
    if (finding.first.agent == kAgentCount || finding.second.agent == kAgentCount) continue;
    pairs.push_back({racy_access(finding.first, finding.space),
                     racy_access(finding.second, finding.space),
                     fmt::format("{} in {}: {}, {}", finding.hazard, finding.space,
                                 site_text(finding.first), site_text(finding.second))});
  }
  return pairs;
}

Plan pct(const ProfiledRun& run, const PlanOrder& order) {
  return pct_plan(run.profile, order.settings.schedule.seed, order.count, order.depth);
}
Plan directed(const ProfiledRun& run, const PlanOrder& order) {
  return directed_plan(run.profile, unordered_pairs(run.findings), order.settings.knobs,
                       order.count);
}
Plan exhaustive(const ProfiledRun& run, const PlanOrder& order) {
  return exhaustive_plan(run.profile, order.count);
}

constexpr Strategy kStrategies[] = {
    {"random", "seeds, one after the other", random_plan, nullptr},
    {"pct", "one agent late in everything, and --depth - 1 long delays (Burckhardt et al. 2010)",
     nullptr, pct},
    {"directed", "delay the earlier access of every race that one run finds", nullptr, directed,
     true},
    {"exhaustive", "every single long delay, then pairs; for tiny programs", nullptr, exhaustive},
    {"determinism", "every seed twice; a difference is a bug of npusim", determinism_plan, nullptr,
     false, true},
};

}  // namespace

std::span<const Strategy> strategies() { return kStrategies; }

const Strategy& find_strategy(const std::string& name) {
  const auto found = std::find_if(std::begin(kStrategies), std::end(kStrategies),
                                  [&](const Strategy& strategy) { return strategy.name == name; });
  if (found != std::end(kStrategies)) return *found;
  std::string names;
  for (const Strategy& strategy : kStrategies) {
    names += (names.empty() ? "" : ", ") + std::string(strategy.name);
  }
  throw UsageError(fmt::format("unknown strategy '{}': expected one of {}", name, names));
}

Plan plan_from_profile(const SharedRun& shared, const Strategy& strategy, const PlanOrder& order) {
  RunSettings settings = order.settings;
  settings.schedule.calm = true;
  settings.checks.clear();
  if (strategy.needs_races) settings.checks = {"race"};
  Plan plan = strategy.from_profile(profiled_run(shared, settings), order);
  // Nothing to decide: the calm run itself is what is said of the program.
  if (plan.schedules.empty()) plan.schedules.push_back(settings.schedule);
  return plan;
}

}  // namespace npusim::session
