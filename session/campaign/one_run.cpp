// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/one_run.h"

#include <csignal>
#include <stdexcept>

#include <fmt/format.h>

#include "analysis/result/exit_status.h"
#include "models/arch/input_error.h"
#include "session/campaign/output_digest.h"
#include "session/run/run_session.h"
#include "session/supervise/worker_process.h"

namespace npusim::session {
namespace {

std::vector<analysis::RaceOrder> race_orders(const ChoiceProfile& profile,
                                             const RacesByNumber& races, const Knobs& knobs) {
  std::vector<analysis::RaceOrder> orders;
  for (const auto& [number, race] : races) {
    const AccessOrder order = order_of(profile, race, knobs);
    orders.push_back({number, order == AccessOrder::FirstEarlier    ? "first"
                              : order == AccessOrder::SecondEarlier ? "second"
                                                                    : "unknown"});
  }
  return orders;
}

analysis::RunOutcome finished_run(const SharedRun& shared, const RunSettings& settings,
                                  const RacesByNumber& races) {
  SilentProgress progress;
  RunSession session(settings, shared.loaded, progress);
  session.use_memo(shared.memo);
  ChoiceProfile profile;
  if (!races.empty()) session.profile(profile);
  const analysis::RunReport report = session.run();
  analysis::RunOutcome outcome;
  outcome.orders = race_orders(profile, races, settings.knobs);
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

analysis::RunOutcome ended_run(analysis::ExitStatus status, const std::string& how) {
  analysis::RunOutcome outcome;
  outcome.exit_status = status;
  outcome.crash = how;
  outcome.label = analysis::outcome_label(outcome, 0);
  return outcome;
}

/// As explain_death() judges a run's worker.
analysis::ExitStatus status_of(const ChildPool::Result& result) {
  if (result.threw || result.by_npusim) return analysis::kExitInternal;
  if (result.signal == 0) return analysis::kExitBadInput;
  return result.signal == SIGKILL ? analysis::kExitInconclusive : analysis::kExitStall;
}

}  // namespace

analysis::RunOutcome run_once(const SharedRun& shared, const RunSettings& settings,
                              const RacesByNumber& races) {
  leave_supervisor();
  try {
    return finished_run(shared, settings, races);
  } catch (const InputError& ended) {
    analysis::RunOutcome outcome = ended_run(analysis::kExitBadInput, ended.what());
    outcome.schedule = to_string(settings.schedule);
    return outcome;
  }
}

analysis::RunOutcome outcome_of(const ChildPool::Result& result) {
  if (result.crashed) return ended_run(status_of(result), result.text);
  try {
    return analysis::outcome_from_json(result.text);
  } catch (const std::invalid_argument&) {
    return ended_run(analysis::kExitBadInput, "the program writes into npusim's own files");
  }
}

analysis::RunOutcome run_apart(const SharedRun& shared, const RunSettings& settings) {
  ChildPool pool(1);
  pool.start(0, [&] { return to_json_line(run_once(shared, settings)); });
  return outcome_of(pool.wait());
}

ProfiledRun profiled_run(const SharedRun& shared, RunSettings settings) {
  leave_supervisor();
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

}  // namespace npusim::session
