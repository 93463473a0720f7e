// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/time_account.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/time/flag_key.h"
#include "analysis/time/time_use.h"
#include "models/arch/cross_core_flag.h"

namespace npusim::analysis {
namespace {

constexpr std::size_t kTimedAnew = 10;  ///< lines whose waits are taken away, one after the other

/// Cycles of `event` that are among `steps`, which follow each other in time.
Cycle overlap(const std::vector<const PathStep*>& steps, const TimeEvent& event) {
  auto step = std::lower_bound(steps.begin(), steps.end(), event.begin,
                               [](const PathStep* a, Cycle time) { return a->end <= time; });
  Cycle cycles = 0;
  for (; step != steps.end() && (*step)->begin < event.cycle; ++step) {
    cycles += std::min((*step)->end, event.cycle) - std::max((*step)->begin, event.begin);
  }
  return cycles;
}

}  // namespace

void TimeAccount::on_sync(const SyncEvent& event) {
  path_.add(event);
  retiming_.add(event);
  const CoreId core = core_of(event.agent);
  switch (event.kind) {
    case SyncKind::SetFlag:
    case SyncKind::CrossCoreSet:
      set_sites_[flag_key(event)] = event.site;
      break;
    case SyncKind::TaskStart:
      blocks_[core].push_back({event.cycle});
      break;
    case SyncKind::TaskEnd:
      blocks_[core].back().end = event.cycle;
      break;
    default:
      break;
  }
}

void TimeAccount::on_task_description(const TaskDescription& description) {
  names_[description.task] = description.name;
}

void TimeAccount::on_time(const TimeEvent& event) {
  path_.add(event);
  retiming_.add(event);
  PipeTime& pipe = pipes_[event.agent];
  pipe.agent = event.agent;
  told_until_[event.agent] = event.cycle;
  if (event.kind == TimeKind::Empty) return split_empty(event, pipe.cycles);
  pipe.cycles[static_cast<unsigned>(use_of(event.kind))] += event.cycle - event.begin;
}

/// While a block is on the core the scalar unit has given it nothing; else nobody has given the
/// core anything.
void TimeAccount::split_empty(const TimeEvent& event, TimeByUse& uses) const {
  Cycle inside = 0;
  const auto found = blocks_.find(core_of(event.agent));
  if (found != blocks_.end()) {
    for (auto block = found->second.rbegin(); block != found->second.rend(); ++block) {
      if (block->end <= event.begin) break;
      const Cycle from = std::max(block->begin, event.begin);
      const Cycle to = std::min(block->end, event.cycle);
      if (to > from) inside += to - from;
    }
  }
  uses[static_cast<unsigned>(TimeUse::FrontEnd)] += inside;
  uses[static_cast<unsigned>(TimeUse::Dispatch)] += event.cycle - event.begin - inside;
}

/// What a pipe did after the last thing it told: nothing, until its core's last block ended, and
/// nothing after that.
void TimeAccount::finish(AgentId agent, Cycle from, Cycle to, TimeByUse& uses) const {
  TimeEvent rest;
  rest.agent = agent;
  rest.begin = from;
  const auto found = blocks_.find(core_of(agent));
  const Cycle last_end = found == blocks_.end() ? 0 : found->second.back().end;
  rest.cycle = std::clamp(last_end, from, to);
  split_empty(rest, uses);
  uses[static_cast<unsigned>(TimeUse::Idle)] += to - rest.cycle;
}

TimeReport TimeAccount::report(Cycle cycles, const SourceLookup& sources) const {
  TimeReport report;
  report.cycles = cycles;
  for (const auto& [agent, pipe] : pipes_) {
    report.pipes.push_back(pipe);
    finish(agent, told_until_.at(agent), cycles, report.pipes.back().cycles);
  }
  const std::vector<PathStep> steps = path_.steps(cycles);
  report.waits = wait_lines(cycles, sources, steps);
  for (const PathStep& step : steps) {
    const std::string task = step.task == kNoTask ? "" : task_name(step.task);
    if (report.path.empty() || report.path.back().task != task)
      report.path.push_back({task, 0, {}});
    report.path.back().cycles += step.end - step.begin;
    report.path.back().uses[static_cast<unsigned>(step.use)] += step.end - step.begin;
  }
  return report;
}

WaitLine TimeAccount::line_of(const TimeEvent& event, const SourceLookup& sources) const {
  WaitLine line;
  line.pipe = std::string(npusim::name(pipe_of(event.agent)));
  line.use = use_of(event.kind);
  line.source = source_text(sources, event.site);
  line.task = task_name(event.block.task);
  if (event.kind != TimeKind::Flag || event.instance == 0) return line;
  const auto set = set_sites_.find(flag_key(event));
  const std::string set_at = set == set_sites_.end() ? "" : source_text(sources, set->second);
  const std::string what =
      event.between_cores
          ? fmt::format("{} of {}", to_string(unpacked_flag(event.id)),
                        kind_of(core_of(event.peer)) == CoreKind::AIC ? "AIC" : "AIV")
          : fmt::format("{}->{} EVENT_ID{}", npusim::name(pipe_of(event.peer)), line.pipe,
                        event.id);
  line.flag = what + (set_at.empty() ? "" : ", set at " + set_at);
  return line;
}

/// Lines are told apart as text: addresses differ from process to process.
std::vector<WaitLine> TimeAccount::wait_lines(Cycle cycles, const SourceLookup& sources,
                                              const std::vector<PathStep>& steps) const {
  std::map<AgentId, std::vector<const PathStep*>> path;
  for (const PathStep& step : steps) path[step.agent].push_back(&step);
  const auto key_of = [](const WaitLine& line) {
    return std::tuple(line.source, line.flag, line.task, line.pipe, line.use);
  };
  std::map<decltype(key_of(WaitLine{})), WaitLine> lines;
  const std::vector<TimeEvent>& events = retiming_.events();
  std::vector<const WaitLine*> line_of_event(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    const TimeEvent& event = events[i];
    if (event.kind == TimeKind::Busy || event.kind == TimeKind::Empty) continue;
    WaitLine line = line_of(event, sources);
    const auto key = key_of(line);
    WaitLine& known = lines.try_emplace(key, std::move(line)).first->second;
    line_of_event[i] = &known;
    if (event.cycle == event.begin) continue;  // a flag that was there
    ++known.times;
    known.cycles += event.cycle - event.begin;
    known.on_path += overlap(path[event.agent], event);
  }
  std::vector<WaitLine*> order;
  for (auto& [key, line] : lines) {
    if (line.times > 0) order.push_back(&line);
  }
  std::stable_sort(order.begin(), order.end(), [](const WaitLine* a, const WaitLine* b) {
    return std::tie(a->on_path, a->cycles) > std::tie(b->on_path, b->cycles);
  });
  std::vector<WaitLine> result;
  for (WaitLine* const line : order) {
    if (result.size() < kTimedAnew) {
      const Cycle without =
          retiming_.cycles(cycles, [&](std::size_t event) { return line_of_event[event] == line; });
      line->gain = cycles - std::min(cycles, without);
    }
    result.push_back(*line);
  }
  return result;
}

std::string TimeAccount::task_name(TaskIndex task) const {
  const auto found = names_.find(task);
  return found != names_.end() ? found->second : fmt::format("task {}", task);
}

}  // namespace npusim::analysis
