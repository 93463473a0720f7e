// SPDX-License-Identifier: Apache-2.0
#include "session/trace/run_times.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/occupancy/task_times.h"

namespace npusim::session {
namespace {

/// The times of one run.
class RunTimes : public EventSink {
 public:
  explicit RunTimes(const traces::TraceReader& trace) : trace_(trace) {
    trace.replay_events(*this);
    names_ = trace.info().header.opcode_names;
  }

  void on_task_description(const TaskDescription& event) override {
    tasks_.on_task_description(event);
  }
  void on_sync(const SyncEvent& event) override { tasks_.on_sync(event); }
  void on_instruction(const InstructionEvent& event) override {
    tasks_.on_instruction(event);
    running_[event.instruction] = {event.site, event.opcode, event.cycle};
  }
  void on_completion(const CompletionEvent& event) override {
    tasks_.on_completion(event);
    const auto started = running_.find(event.instruction);
    if (started == running_.end()) return;
    const auto& [site, opcode, cycle] = started->second;
    by_site_[{site, opcode}] += event.cycle - cycle;
    running_.erase(started);
  }
  void on_end(Cycle cycle) override { cycles = cycle; }

  /// "vadd at file:line": cycles.
  std::map<std::string, Cycle> lines() const {
    std::map<std::string, Cycle> result;
    for (const auto& [place, sum] : by_site_) {
      const auto& [site, opcode] = place;
      const std::string source = analysis::source_text(trace_, site);
      const std::string name = opcode < names_.size() ? names_[opcode] : "?";
      result[source.empty() ? name : fmt::format("{} at {}", name, source)] += sum;
    }
    return result;
  }
  /// In order of submission; tasks of one name are numbered.
  std::vector<std::pair<std::string, Cycle>> tasks() const {
    std::map<std::string, unsigned> seen;
    std::vector<std::pair<std::string, Cycle>> result;
    for (const analysis::TaskSummary& task : tasks_.summaries()) {
      const unsigned number = ++seen[task.name];
      result.emplace_back(number == 1 ? task.name : fmt::format("{} ({})", task.name, number),
                          task.ended ? task.end_cycle - task.start_cycle : 0);
    }
    return result;
  }

  Cycle cycles = 0;

 private:
  struct Started {
    Site site;
    std::uint16_t opcode;
    Cycle cycle;
  };
  const traces::TraceReader& trace_;
  std::vector<std::string> names_;
  analysis::TaskTimes tasks_;
  std::unordered_map<InstructionId, Started> running_;  // only looked up
  std::map<std::pair<Site, std::uint16_t>, Cycle> by_site_;
};

}  // namespace

double TimeChange::percent() const {
  if (before == 0) return after == 0 ? 0 : std::numeric_limits<double>::infinity();
  return 100 * (static_cast<double>(after) / static_cast<double>(before) - 1);
}

RunComparison compare_times(const traces::TraceReader& before, const traces::TraceReader& after) {
  const RunTimes a(before), b(after);
  RunComparison result;
  result.run = {"the run", a.cycles, b.cycles};

  const auto old_tasks = a.tasks();
  std::map<std::string, Cycle> new_tasks;
  for (const auto& [name, cycles] : b.tasks()) new_tasks[name] = cycles;
  for (const auto& [name, cycles] : old_tasks) {
    const auto found = new_tasks.find(name);
    result.tasks.push_back({name, cycles, found == new_tasks.end() ? 0 : found->second});
  }
  for (const auto& [name, cycles] : b.tasks()) {
    const bool known = std::any_of(old_tasks.begin(), old_tasks.end(),
                                   [&](const auto& task) { return task.first == name; });
    if (!known) result.tasks.push_back({name, 0, cycles});
  }

  std::map<std::string, TimeChange> lines;
  for (const auto& [line, cycles] : a.lines()) lines[line] = {line, cycles, 0};
  for (const auto& [line, cycles] : b.lines()) {
    TimeChange& change = lines[line];
    change.what = line;
    change.after = cycles;
  }
  for (const auto& [line, change] : lines) result.lines.push_back(change);
  const auto lost = [](const TimeChange& change) {
    return static_cast<std::int64_t>(change.after) - static_cast<std::int64_t>(change.before);
  };
  std::stable_sort(result.lines.begin(), result.lines.end(),
                   [&](const TimeChange& x, const TimeChange& y) { return lost(x) > lost(y); });
  return result;
}

}  // namespace npusim::session
