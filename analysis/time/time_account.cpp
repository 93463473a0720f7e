// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/time_account.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/time/path_lines.h"
#include "analysis/time/time_use.h"

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
  if (Retiming::wants(event.kind)) syncs_.push_back(event);
  reasons_.add(event);
}

void TimeAccount::on_task_description(const TaskDescription& description) {
  names_[description.task] = description.name;
}

/// While a block is on the core the scalar unit has given it nothing; else nobody has given the
/// core anything.
void TimeAccount::split_empty(const TimeEvent& event, const VisitUse& visit) const {
  Cycle at = event.begin;
  const auto found = path_.blocks().find(core_of(event.agent));
  if (found != path_.blocks().end()) {
    const auto& blocks = found->second;
    auto block = std::upper_bound(blocks.begin(), blocks.end(), at,
                                  [](Cycle time, const RunBlock& b) { return time < b.end; });
    for (; block != blocks.end() && block->begin < event.cycle; ++block) {
      const Cycle begin = std::max(block->begin, at);
      const Cycle end = std::min(block->end, event.cycle);
      if (begin > at) visit(event, TimeUse::Dispatch, at, begin);
      if (end > begin) visit(event, TimeUse::FrontEnd, begin, end);
      at = std::max(at, end);
    }
  }
  if (at < event.cycle) visit(event, TimeUse::Dispatch, at, event.cycle);
}

/// After the last thing it told, a pipe did nothing until its core's last block ended, and nothing
/// after that.
void TimeAccount::each_use(AgentId agent, Cycle cycles, const VisitUse& visit) const {
  TimeEvent rest;
  rest.agent = agent;
  rest.kind = TimeKind::Empty;
  for (const CriticalPath::Kept& kept : path_.events().at(agent)) {
    const TimeEvent& event = kept.event;
    rest.begin = event.cycle;
    if (event.kind == TimeKind::Empty) {
      split_empty(event, visit);
    } else {
      visit(event, use_of(event.kind), event.begin, event.cycle);
    }
  }
  const auto found = path_.blocks().find(core_of(agent));
  const Cycle last_end = found == path_.blocks().end() ? 0 : found->second.back().end;
  rest.cycle = std::clamp(last_end, rest.begin, std::max(rest.begin, cycles));
  split_empty(rest, visit);
  if (rest.cycle < cycles) visit(rest, TimeUse::Idle, rest.cycle, cycles);
}

std::vector<AgentId> TimeAccount::agents() const {
  std::vector<AgentId> result;
  for (const auto& [agent, events] : path_.events()) result.push_back(agent);
  return result;
}

TimeReport TimeAccount::report(Cycle cycles, const SourceLookup& sources) const {
  TimeReport report;
  report.cycles = cycles;
  for (const AgentId agent : agents()) {
    PipeTime& pipe = report.pipes.emplace_back();
    pipe.agent = agent;
    each_use(agent, cycles, [&](const TimeEvent&, TimeUse use, Cycle begin, Cycle end) {
      pipe.cycles[static_cast<unsigned>(use)] += end - begin;
    });
  }
  const std::vector<PathStep> steps = path_.steps(cycles);
  report.waits = wait_lines(cycles, sources, steps);
  std::map<CoreId, Cycle> on_core;
  for (const PathStep& step : steps) {
    if (step.task != kNoTask) on_core[core_of(step.agent)] += step.end - step.begin;
    const std::string task = step.task == kNoTask ? "" : task_name(step.task);
    if (report.path.empty() || report.path.back().task != task)
      report.path.push_back({task, 0, {}});
    report.path.back().cycles += step.end - step.begin;
    report.path.back().uses[static_cast<unsigned>(step.use)] += step.end - step.begin;
  }
  for (const auto& [core, length] : on_core) {
    if (length > on_core[report.path_core]) report.path_core = core;
  }
  const auto name_of = [this](TaskIndex task) { return task_name(task); };
  report.path_lines = path_lines(path_, steps, sources, name_of);
  report.work = work_.tasks(path_.blocks(), cycles, name_of);
  report.shapes = work_.shapes(sources, name_of);
  return report;
}

WaitLine TimeAccount::line_of(const TimeEvent& event, const SourceLookup& sources) const {
  WaitLine line;
  line.pipe = std::string(npusim::name(pipe_of(event.agent)));
  line.use = use_of(event.kind);
  line.source = source_text(sources, event.site);
  line.task = task_name(event.block.task);
  line.flag = reasons_.flag(event, sources);
  return line;
}

/// Everything in a run's order: by cycle, within a cycle by agent. A trace has times behind all
/// else. What ends and what begins in one cycle come in this order.
Retiming TimeAccount::retimed() const {
  std::vector<const TimeEvent*> times;
  for (const auto& [agent, kept] : path_.events()) {
    for (const CriticalPath::Kept& one : kept) times.push_back(&one.event);
  }
  std::ranges::stable_sort(times, {}, &TimeEvent::cycle);
  Retiming retiming = order_free_;
  const auto before = [](const auto& a, const auto& b) {
    return std::tie(a.cycle, a.agent) < std::tie(b.cycle, b.agent);
  };
  auto time = times.begin();
  for (const SyncEvent& sync : syncs_) {
    for (; time != times.end() && !before(sync, **time); ++time) retiming.add(**time);
    retiming.add(sync);
  }
  for (; time != times.end(); ++time) retiming.add(**time);
  return retiming;
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
  const Retiming retiming = retimed();
  const std::vector<TimeEvent>& events = retiming.events();
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
          retiming.cycles(cycles, [&](std::size_t event) { return line_of_event[event] == line; });
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
