// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/time_tables.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "models/arch/pipe.h"

namespace npusim::analysis {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kWaitsShown = 10;

void add_use_columns(TextTable& table) {
  for (const std::string_view use : kTimeUseNames) {
    table.columns.push_back({std::string(use), Align::Right});
  }
}

}  // namespace

TextTable pipe_time_table(const TimeReport& time) {
  std::map<std::pair<CoreKind, Pipe>, TimeByUse> kinds;
  for (const PipeTime& pipe : time.pipes) {
    TimeByUse& sum = kinds[{kind_of(core_of(pipe.agent)), pipe_of(pipe.agent)}];
    for (unsigned i = 0; i < kTimeUseCount; ++i) sum[i] += pipe.cycles[i];
  }
  TextTable table;
  table.columns = {{"core"}, {"pipe"}};
  add_use_columns(table);
  for (const auto& [kind, uses] : kinds) {
    const Cycle all = std::accumulate(uses.begin(), uses.end(), Cycle{0});
    std::vector<std::string> row = {kind.first == CoreKind::AIC ? "AIC" : "AIV",
                                    std::string(name(kind.second))};
    for (const Cycle cycles : uses) {
      row.push_back(cycles == 0 ? "-"
                                : fmt::format("{:.1f}", 100 * static_cast<double>(cycles) /
                                                            static_cast<double>(all)));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

TextTable critical_path_table(const TimeReport& time) {
  TextTable table;
  table.columns = {{"task"}, {"cycles", Align::Right}};
  add_use_columns(table);
  for (const PathPart& part : time.path) {
    std::vector<std::string> row = {part.task.empty() ? "(runtime)" : part.task,
                                    std::to_string(part.cycles)};
    for (const Cycle cycles : part.uses) row.push_back(cycles == 0 ? "-" : std::to_string(cycles));
    table.rows.push_back(std::move(row));
  }
  return table;
}

TextTable wait_table(const TimeReport& time, std::size_t most) {
  TextTable table;
  table.columns = {{"waits"},
                   {"for"},
                   {"task"},
                   {"at"},
                   {"times", Align::Right},
                   {"cycles", Align::Right},
                   {"on path", Align::Right},
                   {"gain", Align::Right}};
  for (std::size_t i = 0; i < std::min(most, time.waits.size()); ++i) {
    const WaitLine& line = time.waits[i];
    table.rows.push_back({line.pipe, line.flag.empty() ? std::string(name(line.use)) : line.flag,
                          line.task, line.source.empty() ? "?" : line.source,
                          std::to_string(line.times), std::to_string(line.cycles),
                          std::to_string(line.on_path), std::to_string(line.gain)});
  }
  return table;
}

std::string time_text(const TimeReport& time) {
  return "\nwhat the pipes of the cores in use did with their time (percent)\n" +
         text_table(pipe_time_table(time), kIndent) +
         "\ncritical path (cycles, in order of time)\n" +
         text_table(critical_path_table(time), kIndent) +
         "\nwaits that cost most (cycles over all cores; gain: cycles by which the run would be "
         "shorter without them)\n" +
         text_table(wait_table(time, kWaitsShown), kIndent);
}

}  // namespace npusim::analysis
