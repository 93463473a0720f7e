// SPDX-License-Identifier: Apache-2.0
#include "cli/campaign.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/report/exit_status.h"
#include "cli/app.h"
#include "cli/campaign_journal.h"
#include "cli/one_run.h"
#include "cli/world.h"
#include "sim/explore/child_pool.h"

namespace npusim::cli {
namespace {

/// A combination of the matrix' values.
struct Row {
  std::string name;
  Knobs knobs;
};

std::vector<Row> rows_of(const CampaignSettings& settings) {
  std::vector<Row> rows{{"", settings.run.knobs}};
  for (const auto& [knob, values] : settings.matrix) {
    std::vector<Row> more;
    for (const Row& row : rows) {
      for (const std::string& value : values) {
        Row next = row;
        next.knobs.set(knob, value);
        next.name += fmt::format("{}{}={}", next.name.empty() ? "" : " ", knob, value);
        more.push_back(std::move(next));
      }
    }
    rows = std::move(more);
  }
  return rows;
}

/// All that the runs depend on, in one line: campaigns are the same if it is.
std::string identity(const CampaignSettings& settings) {
  std::map<std::string, std::string> knobs;
  for (const KnobInfo& knob : Knobs::table()) {
    knobs[std::string(knob.name)] = settings.run.knobs.get(knob.name);
  }
  return nlohmann::ordered_json{{"npusim", version()},
                                {"model", kModelRevision},
                                {"program", settings.run.program},
                                {"data", settings.run.data ? settings.run.data->string() : ""},
                                {"strategy", settings.strategy},
                                {"schedules", settings.schedules},
                                {"depth", settings.depth},
                                {"seed", settings.run.schedule.seed},
                                {"checks", settings.run.checks},
                                {"golden", settings.run.golden},
                                {"knobs", knobs},
                                {"matrix", settings.matrix}}
      .dump();
}

/// A plan as text, from the child that made it: the note, then a schedule a line.
std::string to_text(const Plan& plan) {
  std::string text = plan.note + "\n";
  for (const Schedule& schedule : plan.schedules) text += to_string(schedule) + "\n";
  return text;
}

Plan plan_from_text(const std::string& text) {
  std::istringstream in(text);
  Plan plan;
  std::getline(in, plan.note);
  for (std::string line; std::getline(in, line);) plan.schedules.push_back(parse_schedule(line));
  return plan;
}

class Runner {
 public:
  Runner(const CampaignSettings& settings, Progress& progress)
      : settings_(settings),
        progress_(progress),
        rows_(rows_of(settings)),
        loaded_(settings.run.program, settings.run.data, settings.run.golden, progress, wall_),
        memo_(kMemoBytes),
        pool_(settings.jobs) {
    if (world_.size() > 1 && !settings.out) {
      throw UsageError("several processes share a campaign through its folder: give --out DIR");
    }
    if (settings.out) journal_ = CampaignJournal(*settings.out, journal_name(), identity(settings));
    if (settings.run.golden) loaded_.goldens().prepare();
  }

  CampaignResult run() {
    make_plans();
    take_over();
    progress_.begin("explore", tasks_.size(), "runs");
    for (std::size_t next = 0; next < tasks_.size() || !pool_.is_empty();) {
      const bool more = next < tasks_.size() && !(settings_.until_failure && failures_ > 0);
      if (more && !pool_.is_full()) {
        if (is_done(tasks_[next]) || !is_mine(tasks_[next])) {
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
    progress_.end();
    share();
    return finish();
  }

 private:
  /// One run to be made.
  struct Task {
    std::size_t row = 0;
    std::uint64_t number = 0;
  };

  SharedRun shared() { return {loaded_, memo_}; }

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
    }
    result_.planned = tasks_.size();
  }

  Plan make_plan(const Row& row) {
    const std::uint64_t first = settings_.run.schedule.seed;
    if (settings_.strategy == "random") return random_plan(first, settings_.schedules);
    if (settings_.strategy == "determinism") return determinism_plan(first, settings_.schedules);
    RunSettings profiled = settings_.run;
    profiled.knobs = row.knobs;
    return plan_from_text(run_in_child([&] {
      return to_text(plan_from_profile(shared(), profiled, settings_.strategy, settings_.schedules,
                                       settings_.depth));
    }));
  }

  void take_over() {
    for (const analysis::RunOutcome& outcome : journal_.done()) {
      if (done_.emplace(std::pair(outcome.row, outcome.number), outcome).second) {
        ++result_.resumed;
        count(outcome);
      }
    }
  }

  bool is_done(const Task& task) const {
    return done_.contains({rows_[task.row].name, task.number});
  }

  /// Processes that share a campaign take turns.
  bool is_mine(const Task& task) const { return task.number % world_.size() == world_.rank(); }

  std::string journal_name() const {
    return world_.size() == 1 ? "runs" : fmt::format("runs.{}", world_.rank());
  }

  /// The first process takes over what the others have done.
  void share() {
    world_.meet();
    if (world_.size() == 1 || world_.rank() > 0) return;
    const CampaignJournal all(*settings_.out, journal_name(), identity(settings_));
    for (const analysis::RunOutcome& outcome : all.done()) {
      done_.emplace(std::pair(outcome.row, outcome.number), outcome);
    }
  }

  void start(std::size_t index) {
    const Task& task = tasks_[index];
    RunSettings run = settings_.run;
    run.knobs = rows_[task.row].knobs;
    run.schedule = plans_[task.row].schedules[task.number];
    pool_.start(index, [this, run] { return to_json_line(run_once(shared(), run)); });
  }

  void collect(const ChildPool::Result& result) {
    const Task& task = tasks_[result.ticket];
    analysis::RunOutcome outcome;
    if (result.crashed) {
      outcome.schedule = to_string(plans_[task.row].schedules[task.number]);
      outcome.exit_status = analysis::kExitInternal;
      outcome.label = analysis::outcome_label(outcome, 0);
      result_.notes.push_back(fmt::format("run {} failed: {}", task.number, result.text));
    } else {
      outcome = analysis::outcome_from_json(result.text);
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
    result_.speaks = world_.rank() == 0;
    for (const std::string& row : result_.rows) {
      for (auto& [key, outcome] : done_) {
        if (key.first == row) result_.outcomes.push_back(outcome);
      }
    }
    if (settings_.strategy == "determinism") check_pairs();
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

  const World world_;
  const CampaignSettings& settings_;
  Progress& progress_;
  std::vector<Row> rows_;
  analysis::WallSeconds wall_;
  LoadedProgram loaded_;
  isa::ArithmeticMemo memo_;
  ChildPool pool_;
  CampaignJournal journal_;
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

}  // namespace npusim::cli
