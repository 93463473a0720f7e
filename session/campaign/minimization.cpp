// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/minimization.h"

#include <cstring>
#include <sstream>

#include <fmt/format.h>

#include "analysis/result/exit_status.h"
#include "models/arch/check.h"
#include "session/campaign/delay_text.h"
#include "session/campaign/one_run.h"
#include "session/run/confinement.h"
#include "session/run/replay_text.h"
#include "session/supervise/stage.h"
#include "sim/explore/child_pool.h"
#include "sim/explore/minimize.h"
#include "sim/explore/transplant.h"
#include "sim/program/build_error.h"

namespace npusim::session {
namespace {

class Minimization {
 public:
  Minimization(const RunSettings& settings, unsigned jobs, Progress& progress)
      : settings_(settings),
        jobs_(jobs),
        progress_(progress),
        loaded_(settings, progress, wall_),
        memo_(kMemoBytes) {
    settings_ = loaded_.resolved(settings);
    settings_.checks.clear();
    confine_code(true);
    loaded_.load_code();
    enter_stage(stage::kSimulate);
  }

  MinimizationResult run() {
    const analysis::RunOutcome given = run_apart(shared(), settings_);
    if (!given.crash.empty() && given.exit_status != analysis::kExitInternal) {
      throw InputError(settings_.program, "", "a program that comes to its end", given.crash,
                       "correct the program first");
    }
    result_.label = given.label;
    if (result_.label == "pass") {
      throw InputError("--schedule", "", "a schedule that fails", "one that passes",
                       "find one with npusim explore");
    }
    const Schedule forced = forced_choices();
    result_.given_delays = forced.deviations.size();
    progress_.begin("minimize", 0, "runs");
    result_.smallest = minimize(
        forced, [&](const std::vector<Schedule>& schedules) { return failing(schedules); }, jobs_);
    progress_.end();
    result_.delays = sentences();
    result_.replay = replay_command(with(result_.smallest));
    return std::move(result_);
  }

 private:
  SharedRun shared() { return {loaded_, memo_}; }

  RunSettings with(const Schedule& schedule) const {
    RunSettings run = settings_;
    run.schedule = schedule;
    return run;
  }

  std::string label_of(const Schedule& schedule) {
    return run_apart(shared(), with(schedule)).label;
  }

  /// Where to start from. Best without the runtime's choices, on the cores where the calm run has
  /// the blocks: fewer delays, and they are about the program. Else every choice as it was.
  Schedule forced_choices() {
    Schedule calm;
    calm.calm = true;
    const Schedule moved = transplant(delays_of(settings_.schedule), delays_of(calm));
    if (label_of(moved) == result_.label) return moved;
    const Schedule forced = parse_schedule(run_in_child([&] {
      Schedule schedule = calm;
      for (const MadeChoice& choice :
           profiled_run(shared(), with(settings_.schedule)).profile.choices) {
        if (choice.value != 0) schedule.deviations[choice.name] = choice.value;
      }
      return to_string(schedule);
    }));
    if (label_of(forced) == result_.label) return forced;
    throw InternalError("the choices of a run, forced one by one, do not give the same run");
  }

  std::vector<PlacedDelay> delays_of(const Schedule& schedule) {
    const std::string bytes = run_in_child([&] {
      const auto delays = placed_delays(profiled_run(shared(), with(schedule)).profile);
      return std::string(reinterpret_cast<const char*>(delays.data()),
                         delays.size() * sizeof(PlacedDelay));
    });
    std::vector<PlacedDelay> delays(bytes.size() / sizeof(PlacedDelay));
    std::memcpy(delays.data(), bytes.data(), delays.size() * sizeof(PlacedDelay));
    return delays;
  }

  std::vector<bool> failing(const std::vector<Schedule>& schedules) {
    std::vector<bool> failed(schedules.size());
    ChildPool pool(jobs_);
    std::size_t next = 0;
    while (next < schedules.size() || !pool.is_empty()) {
      if (next < schedules.size() && !pool.is_full()) {
        const RunSettings run = with(schedules[next]);
        pool.start(next++, [this, run] { return to_json_line(run_once(shared(), run)); });
        continue;
      }
      const ChildPool::Result result = pool.wait();
      failed[result.ticket] = outcome_of(result).label == result_.label;
      progress_.update(++result_.runs, 0);
    }
    return failed;
  }

  std::vector<std::string> sentences() {
    std::istringstream lines(
        run_in_child([&] { return delay_sentences(shared(), with(result_.smallest)); }));
    std::vector<std::string> sentences;
    for (std::string line; std::getline(lines, line);) sentences.push_back(line);
    return sentences;
  }

  RunSettings settings_;
  unsigned jobs_;
  Progress& progress_;
  analysis::WallSeconds wall_;
  LoadedProgram loaded_;
  isa::ArithmeticMemo memo_;
  MinimizationResult result_;
};

}  // namespace

MinimizationResult minimize_failure(const RunSettings& settings, unsigned jobs,
                                    Progress& progress) {
  return Minimization(settings, jobs, progress).run();
}

}  // namespace npusim::session
