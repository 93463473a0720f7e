// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/campaign.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "analysis/result/exit_status.h"
#include "session/campaign/campaign_identity.h"
#include "session/campaign/campaign_report.h"
#include "session/campaign/journal.h"
#include "session/campaign/one_run.h"
#include "session/campaign/plan_text.h"
#include "session/campaign/strategies.h"
#include "session/campaign/world.h"
#include "session/run/confinement.h"
#include "session/run/usage_error.h"
#include "session/supervise/stage.h"
#include "sim/explore/child_pool.h"
#include "sim/program/build_error.h"

namespace npusim::session {
namespace {

/// Between two looks at whether another process has ended.
constexpr std::chrono::milliseconds kPatience(100);
/// Until a campaign gives up on a folder that another process has.
constexpr std::chrono::milliseconds kStartPatience(2'000);

/// A combination of the matrix' values.
struct Row {
  std::string name;
  std::vector<std::pair<std::string, std::string>> set;  ///< as RunSettings::set
};

std::vector<Row> rows_of(const CampaignSettings& settings) {
  std::vector<Row> rows{{"", settings.run.set}};
  for (const auto& [knob, values] : settings.matrix) {
    std::vector<Row> more;
    for (const Row& row : rows) {
      for (const std::string& value : values) {
        Row next = row;
        next.set.emplace_back(knob, value);
        next.name += fmt::format("{}{}={}", next.name.empty() ? "" : " ", knob, value);
        more.push_back(std::move(next));
      }
    }
    rows = std::move(more);
  }
  return rows;
}

class Runner {
 public:
  Runner(const CampaignSettings& settings, Progress& progress)
      : settings_(settings),
        progress_(progress),
        rows_(rows_of(settings)),
        loaded_(settings.run, progress, wall_),
        journal_(open_journal()),
        memo_(kMemoBytes),
        pool_(settings.jobs) {
    confine_code(true);
    loaded_.load_code();
    enter_stage(stage::kSimulate);
  }

  CampaignResult run() {
    make_plans();
    for (const analysis::RunOutcome& outcome : earlier_) {
      if (take_over(outcome)) ++result_.resumed;
    }
    progress_.begin("explore", tasks_.size(), "runs");
    make_runs(world_.rank());
    make_what_others_left();
    progress_.end();
    return finish();
  }

 private:
  /// One run to be made.
  struct Task {
    std::size_t row = 0;
    std::uint64_t number = 0;
  };

  /// Of all processes at once, so that each has its share before any can end.
  CampaignJournal open_journal() {
    if (!settings_.out) {
      const bool alone = world_.size() == 1;
      world_.part(alone);
      if (alone) return {};
      throw UsageError("several processes share a campaign through its folder: give --out DIR");
    }
    CampaignJournal journal;
    try {
      if (settings_.fresh) remove_earlier_campaign();
      journal = CampaignJournal(*settings_.out, campaign_identity(settings_, loaded_.identity()));
      if (!take_patiently(journal)) {
        throw InputError(settings_.out->string(), "--out", "a folder that nobody works in",
                         "another npusim that runs the campaign in it",
                         "wait for it to end, or choose another folder");
      }
      earlier_ = journal.all_done();
      if (world_.size() > 1 && world_.rank() == 0) remove_campaign_tables(*settings_.out);
    } catch (...) {
      world_.part(false);
      throw;
    }
    if (!world_.part(true)) {
      // Whole in itself: mpirun may end the other process before its message is out.
      throw InputError(
          settings_.out->string(), "--out",
          "a folder that nobody works in and every process can write",
          "one that another process of this campaign refuses",
          "wait for another npusim there to end, make it writable on every machine, or "
          "choose another folder");
    }
    return journal;
  }

  void remove_earlier_campaign() const {
    if (world_.size() > 1) {
      throw UsageError("--fresh is for one process; remove the folder before starting several");
    }
    remove_journals(*settings_.out);
    remove_campaign_tables(*settings_.out);
  }

  SharedRun shared() { return {loaded_, memo_}; }

  RunSettings settings_of(const Row& row) const {
    RunSettings settings = settings_.run;
    settings.set = row.set;
    return loaded_.resolved(std::move(settings));
  }

  void make_plans() {
    for (const Row& row : rows_) {
      plans_.push_back(make_plan(row));
      if (!plans_.back().note.empty()) {
        result_.notes.push_back(row.name.empty() ? plans_.back().note
                                                 : row.name + ": " + plans_.back().note);
      }
      for (std::uint64_t number = 0; number < plans_.back().schedules.size(); ++number) {
        tasks_.push_back({plans_.size() - 1, number});
      }
      result_.rows.push_back(row.name);
      std::vector<std::string> races;
      for (const UnorderedPair& race : plans_.back().races) races.push_back(race.text);
      result_.races.push_back(std::move(races));
    }
    result_.planned = tasks_.size();
  }

  Plan make_plan(const Row& row) {
    const std::uint64_t first = settings_.run.schedule.seed;
    const Strategy& strategy = find_strategy(settings_.strategy);
    if (strategy.from_seeds != nullptr) return strategy.from_seeds(first, settings_.schedules);
    const RunSettings profiled = settings_of(row);
    const PlanOrder order{profiled, settings_.schedules, settings_.depth};
    return plan_from_text(
        run_in_child([&] { return to_text(plan_from_profile(shared(), strategy, order)); }));
  }

  /// The children of a process that was killed a moment ago end a moment later.
  bool take_patiently(CampaignJournal& journal) const {
    for (std::chrono::milliseconds waited(0); waited < kStartPatience; waited += kPatience) {
      if (journal.take(world_.rank())) return true;
      std::this_thread::sleep_for(kPatience);
    }
    return journal.take(world_.rank());
  }

  /// Whether the run was not known yet.
  bool take_over(const analysis::RunOutcome& outcome) {
    const bool fresh = done_.emplace(std::pair(outcome.row, outcome.number), outcome).second;
    if (fresh) count(outcome);
    return fresh;
  }

  bool is_done(const Task& task) const {
    return done_.contains({rows_[task.row].name, task.number});
  }

  /// Shares take turns.
  bool is_in(unsigned share, const Task& task) const {
    return task.number % world_.size() == share;
  }

  /// Requires the share's journal.
  void make_runs(unsigned share) {
    for (std::size_t next = 0; next < tasks_.size() || !pool_.is_empty();) {
      const bool more = next < tasks_.size() && stop_reason().empty() &&
                        !(settings_.until_failure && failures_ > 0);
      if (more && !pool_.is_full()) {
        if (is_done(tasks_[next]) || !is_in(share, tasks_[next])) {
          ++next;
        } else {
          start(next++);
        }
      } else if (pool_.is_empty()) {
        break;
      } else {
        collect(pool_.wait());
      }
    }
    // Whoever has the first share writes the table.
    if (share == 0) result_.table = journal_.keep_lock();
    journal_.release();
  }

  /// Waits until every other share is done, and makes the runs of those whose process has died.
  void make_what_others_left() {
    std::set<unsigned> left;
    for (unsigned share = 0; share < world_.size(); ++share) left.insert(share);
    left.erase(world_.rank());
    result_.speaks = world_.rank() == 0;
    while (!left.empty()) {
      std::erase_if(left, [this](unsigned share) {
        if (!journal_.take(share)) return false;
        if (share == 0) result_.speaks = !has_campaign_table(*settings_.out);
        for (const analysis::RunOutcome& outcome : journal_.done()) take_over(outcome);
        make_runs(share);
        return true;
      });
      if (!left.empty()) std::this_thread::sleep_for(kPatience);
    }
  }

  void start(std::size_t index) {
    const Task& task = tasks_[index];
    RunSettings run = settings_of(rows_[task.row]);
    run.schedule = plans_[task.row].schedules[task.number];
    RacesByNumber races;
    const Plan& plan = plans_[task.row];
    if (!plan.about.empty()) {
      for (const std::size_t race : plan.about[task.number]) races[race] = plan.races[race];
    }
    pool_.start(index, [this, run, races] { return to_json_line(run_once(shared(), run, races)); });
  }

  void collect(const ChildPool::Result& result) {
    const Task& task = tasks_[result.ticket];
    analysis::RunOutcome outcome = outcome_of(result);
    if (outcome.schedule.empty()) {
      outcome.schedule = to_string(plans_[task.row].schedules[task.number]);
    }
    outcome.number = task.number;
    outcome.row = rows_[task.row].name;
    journal_.add(outcome);
    const auto [added, fresh] =
        done_.emplace(std::pair(outcome.row, outcome.number), std::move(outcome));
    count(added->second);
  }

  void count(const analysis::RunOutcome& outcome) {
    if (outcome.label != "pass") ++failures_;
    progress_.update(done_.size(), tasks_.size());
    progress_.note(fmt::format("{} failed", failures_));
  }

  CampaignResult finish() {
    for (const std::string& row : result_.rows) {
      for (auto& [key, outcome] : done_) {
        if (key.first != row) continue;
        result_.outcomes.push_back(outcome);
        if (outcome.crash.empty()) continue;
        result_.notes.push_back(fmt::format("run {} failed: {}", outcome.number, outcome.crash));
      }
    }
    if (!stop_reason().empty()) {
      result_.notes.push_back(fmt::format("{} of {} runs were made: {}", result_.outcomes.size(),
                                          result_.planned, stop_reason()));
    }
    if (find_strategy(settings_.strategy).every_seed_twice) check_pairs();
    return std::move(result_);
  }

  /// Equal schedules that came to different results.
  void check_pairs() {
    std::map<std::pair<std::string, std::string>, const analysis::RunOutcome*> first;
    for (analysis::RunOutcome& outcome : result_.outcomes) {
      const auto [other, fresh] = first.try_emplace({outcome.row, outcome.schedule}, &outcome);
      if (fresh) continue;
      if (other->second->digest == outcome.digest && other->second->cycles == outcome.cycles &&
          other->second->label == outcome.label) {
        continue;
      }
      result_.notes.push_back(fmt::format("not deterministic: two runs of {}", outcome.schedule));
      outcome.exit_status = analysis::kExitInternal;
      outcome.label = analysis::outcome_label(outcome, 0);
    }
  }

  World world_;
  const CampaignSettings& settings_;
  Progress& progress_;
  std::vector<Row> rows_;
  std::vector<analysis::RunOutcome> earlier_;  ///< done when this process started
  analysis::WallSeconds wall_;
  LoadedProgram loaded_;
  CampaignJournal journal_;
  isa::ArithmeticMemo memo_;
  ChildPool pool_;
  std::vector<Plan> plans_;  ///< by row
  std::vector<Task> tasks_;
  std::map<std::pair<std::string, std::uint64_t>, analysis::RunOutcome> done_;  ///< by row, number
  std::uint64_t failures_ = 0;
  CampaignResult result_;
};

}  // namespace

CampaignResult run_campaign(const CampaignSettings& settings, Progress& progress) {
  return Runner(settings, progress).run();
}

}  // namespace npusim::session
