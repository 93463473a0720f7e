// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/path_lines.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>

#include "analysis/describe/site_text.h"

namespace npusim::analysis {

std::vector<PathLine> path_lines(const CriticalPath& path, const std::vector<PathStep>& steps,
                                 const SourceLookup& sources, const TaskName& name_of) {
  // Addresses differ from process to process, so lines are told apart as text.
  std::map<std::tuple<std::string, std::string, Pipe, TimeUse>, PathLine> lines;
  for (const PathStep& step : steps) {
    if (step.task == kNoTask) continue;
    const TimeEvent* const event = path.event_of(step);
    const std::string source = event == nullptr ? "" : source_text(sources, event->site);
    const std::string task = name_of(step.task);
    const Pipe pipe = pipe_of(step.agent);
    PathLine& line = lines[{source, task, pipe, step.use}];
    line.pipe = npusim::name(pipe);
    line.use = step.use;
    line.source = source;
    line.task = task;
    ++line.times;
    line.cycles += step.end - step.begin;
  }
  std::vector<PathLine> by_cycles;
  for (const auto& entry : lines) by_cycles.push_back(entry.second);
  std::ranges::stable_sort(by_cycles, std::greater<>{}, &PathLine::cycles);
  return by_cycles;
}

}  // namespace npusim::analysis
