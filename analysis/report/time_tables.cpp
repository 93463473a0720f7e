// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/time_tables.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "models/arch/pipe.h"

namespace npusim::analysis {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kWaitsShown = 10, kTasksShown = 10, kShapesShown = 10;

void add_use_columns(TextTable& table) {
  for (const std::string_view use : kTimeUseNames) {
    table.columns.push_back({std::string(use), Align::Right});
  }
}

/// "12.6 MB", "512 elements": three figures are enough to read.
std::string amount_text(std::uint64_t amount, const std::string& unit) {
  constexpr std::array kPrefixes = {"", "K", "M", "G", "T"};
  auto value = static_cast<double>(amount);
  std::size_t prefix = 0;
  for (; value >= 1000 && prefix + 1 < kPrefixes.size(); ++prefix) value /= 1000;
  const std::string_view shown = unit == "bytes" ? "B" : unit == "operations" ? "op" : "el";
  return fmt::format("{:.{}f} {}{}", value, prefix == 0 ? 0 : 1, kPrefixes[prefix], shown);
}

std::string percent_text(double share) { return fmt::format("{:.1f}", 100 * share); }

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

TextTable path_line_table(const TimeReport& time, std::size_t most) {
  TextTable table;
  table.columns = {{"pipe"},
                   {"does"},
                   {"task"},
                   {"at"},
                   {"times", Align::Right},
                   {"cycles", Align::Right},
                   {"percent", Align::Right}};
  for (std::size_t i = 0; i < std::min(most, time.path_lines.size()); ++i) {
    const PathLine& line = time.path_lines[i];
    const double share = static_cast<double>(line.cycles) / static_cast<double>(time.cycles);
    table.rows.push_back({line.pipe, std::string(name(line.use)), line.task,
                          line.source.empty() ? "?" : line.source, std::to_string(line.times),
                          std::to_string(line.cycles), percent_text(share)});
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

TextTable work_table(const TimeReport& time, std::size_t most) {
  TextTable table;
  table.columns = {{"task"},
                   {"path"},
                   {"of"},
                   {"work", Align::Right},
                   {"a cycle", Align::Right},
                   {"peak", Align::Right},
                   {"percent", Align::Right},
                   {""}};
  std::vector<const TaskWork*> tasks;
  for (const TaskWork& task : time.work) tasks.push_back(&task);
  std::stable_sort(tasks.begin(), tasks.end(),
                   [](const TaskWork* a, const TaskWork* b) { return a->cycles > b->cycles; });
  tasks.resize(std::min(most, tasks.size()));
  for (const TaskWork* const task : tasks) {
    for (const PathWork& row : task->paths) {
      const std::string of = row.core.empty() ? "all cores" : row.core + " " + row.pipe;
      const bool binds = task->bound == (row.core.empty() ? row.path : of);
      table.rows.push_back({task->task, row.path, of, amount_text(row.amount, row.unit),
                            fmt::format("{:.1f}", row.per_cycle()),
                            fmt::format("{:.1f}", row.peak_per_cycle()), percent_text(row.share()),
                            binds ? "binds" : ""});
    }
  }
  return table;
}

TextTable shape_table(const TimeReport& time, std::size_t most) {
  TextTable table;
  table.columns = {{"path"},
                   {"task"},
                   {"at"},
                   {"times", Align::Right},
                   {"at peak", Align::Right},
                   {"beside", Align::Right}};
  for (std::size_t i = 0; i < std::min(most, time.shapes.size()); ++i) {
    const ShapeLine& line = time.shapes[i];
    table.rows.push_back({line.path, line.task, line.source.empty() ? "?" : line.source,
                          std::to_string(line.times), fmt::format("{:.0f}", line.peak_cycles),
                          fmt::format("{:.0f}", line.shape_cycles)});
  }
  return table;
}

namespace {

std::string path_line_text(const TimeReport& time) {
  if (time.path_lines.empty()) return {};
  return "\nlines that the critical path consists of (percent: of the run)\n" +
         text_table(path_line_table(time, kWaitsShown), kIndent);
}

std::string work_text(const TimeReport& time) {
  std::string text =
      "\nwork of the tasks, and what their cycles would allow (percent: of them, what the path "
      "needs at its own rate)\n" +
      text_table(work_table(time, kTasksShown), kIndent);
  if (time.shapes.empty()) return text;
  return text +
         "\nlines whose shape costs (cycles over all cores: vector: conflicts of banks; moves: "
         "rows too short)\n" +
         text_table(shape_table(time, kShapesShown), kIndent);
}

}  // namespace

std::string time_text(const TimeReport& time) {
  return "\nwhat the pipes of the cores in use did with their time (percent)\n" +
         text_table(pipe_time_table(time), kIndent) +
         "\ncritical path (cycles, in order of time)\n" +
         text_table(critical_path_table(time), kIndent) + path_line_text(time) +
         "\nwaits that cost most (cycles over all cores; gain: cycles by which the run would be "
         "shorter without them)\n" +
         text_table(wait_table(time, kWaitsShown), kIndent) + work_text(time);
}

}  // namespace npusim::analysis
