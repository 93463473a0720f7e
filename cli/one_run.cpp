// SPDX-License-Identifier: Apache-2.0
#include "cli/one_run.h"

#include <optional>

#include "cli/output_digest.h"
#include "cli/run_session.h"
#include "sim/schedule/choice_names.h"

namespace npusim::cli {
namespace {

/// The agent of an access, from the names that a finding gives it; none for the runtime's.
std::optional<AgentId> agent_of_site(const analysis::AccessSite& site) {
  std::string name;
  for (const char c : site.core) {
    if (c != ' ') name += c;
  }
  return find_agent(site.pipe.empty() ? name : name + "." + site.pipe);
}

std::vector<UnorderedPair> unordered_pairs(const std::vector<analysis::Finding>& findings) {
  std::vector<UnorderedPair> pairs;
  for (const analysis::Finding& finding : findings) {
    if (finding.second.op.empty()) continue;
    const std::optional<AgentId> first = agent_of_site(finding.first);
    const std::optional<AgentId> second = agent_of_site(finding.second);
    if (!first || !second) continue;
    pairs.push_back(
        {*first, finding.first.cycle, finding.first.is_write, *second, finding.second.cycle});
  }
  return pairs;
}

}  // namespace

analysis::RunOutcome run_once(const SharedRun& shared, const RunSettings& settings) {
  SilentProgress progress;
  RunSession session(settings, shared.loaded, progress);
  session.use_memo(shared.memo);
  const analysis::RunReport report = session.run();
  analysis::RunOutcome outcome;
  outcome.schedule = report.schedule;
  outcome.exit_status = report.exit_status;
  outcome.wrong = session.wrong_outputs();
  outcome.stall = report.stall_reason;
  for (const analysis::Finding& finding : report.findings) {
    outcome.found.push_back(analysis::kind_of(finding));
  }
  outcome.cycles = report.cycles;
  outcome.digest = output_digest(shared.loaded, session.memory());
  outcome.label = analysis::outcome_label(outcome, session.result().outcome.host_code);
  return outcome;
}

ProfiledRun profiled_run(const SharedRun& shared, RunSettings settings) {
  settings.golden = false;
  SilentProgress progress;
  ProfiledRun run;
  RunSession session(settings, shared.loaded, progress);
  session.use_memo(shared.memo);
  session.profile(run.profile);
  run.findings = session.run().findings;
  run.tasks = session.tasks();
  return run;
}

Plan plan_from_profile(const SharedRun& shared, const RunSettings& given,
                       const std::string& strategy, std::uint64_t count, unsigned depth) {
  RunSettings settings = given;
  settings.schedule.calm = true;
  settings.checks.clear();
  if (strategy == "directed") settings.checks = {"race"};
  const ProfiledRun run = profiled_run(shared, settings);
  if (strategy == "directed") {
    return directed_plan(run.profile, unordered_pairs(run.findings), count);
  }
  if (strategy == "exhaustive") return exhaustive_plan(run.profile, count);
  return pct_plan(run.profile, given.schedule.seed, count, depth);
}

}  // namespace npusim::cli
