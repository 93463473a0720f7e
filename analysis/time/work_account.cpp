// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/work_account.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "models/arch/micro_cycles.h"

namespace npusim::analysis {
namespace {

constexpr bool is_shared(WorkPath path) { return path == WorkPath::L2 || path == WorkPath::Hbm; }

std::string_view core_text(CoreKind core) { return core == CoreKind::AIC ? "AIC" : "AIV"; }

std::string_view unit_of(WorkPath path) {
  switch (path) {
    case WorkPath::Vector:
      return "elements";
    case WorkPath::Cube:
      return "operations";
    case WorkPath::Move:
    case WorkPath::L2:
    case WorkPath::Hbm:
      break;
  }
  return "bytes";
}

/// Cycles in at least one of the intervals.
Cycle covered(std::vector<std::pair<Cycle, Cycle>> intervals) {
  std::sort(intervals.begin(), intervals.end());
  Cycle sum = 0, until = 0;
  for (const auto& [begin, end] : intervals) {
    if (end > until) sum += end - std::max(begin, until);
    until = std::max(until, end);
  }
  return sum;
}

}  // namespace

void WorkAccount::Sum::add(const Sum& other) {
  times += other.times;
  amount += other.amount;
  micro_cycles += other.micro_cycles;
  micro_shape_cycles += other.micro_shape_cycles;
}

struct WorkAccount::Times {
  std::vector<std::pair<Cycle, Cycle>> blocks;
  std::array<Cycle, 2> core_cycles{};  ///< of all blocks, by CoreKind
};

WorkAccount::Path WorkAccount::path_of(const WorkEvent& event) {
  if (is_shared(event.path)) {
    return {event.path, MemSpace::GM, MemSpace::GM, CoreKind::AIC, Pipe::ALL};
  }
  const bool moves = event.path == WorkPath::Move;
  return {event.path, moves ? event.from : MemSpace::GM, moves ? event.to : MemSpace::GM,
          kind_of(core_of(event.agent)), pipe_of(event.agent)};
}

std::string WorkAccount::text_of(const Path& path) {
  switch (path.path) {
    case WorkPath::Vector:
      return "vector";
    case WorkPath::Cube:
      return "cube";
    case WorkPath::L2:
      return "L2";
    case WorkPath::Hbm:
      return "HBM";
    case WorkPath::Move:
      break;
  }
  if (path.from == path.to) return fmt::format("fill {}", name(path.to));
  return fmt::format("{}->{}", name(path.from), name(path.to));
}

void WorkAccount::add(const WorkEvent& event) {
  const Path path = path_of(event);
  const Sum sum{1, event.amount, to_micro_cycles(event.cycles),
                to_micro_cycles(event.shape_cycles)};
  sums_[{event.block.task, path}].add(sum);
  if (sum.micro_shape_cycles > 0) shapes_[{event.block.task, event.site, path}].add(sum);
}

std::map<std::string, WorkAccount::Times> WorkAccount::times(const BlocksByCore& on_cores,
                                                             Cycle cycles, const TaskName& name) {
  std::map<std::string, Times> result;
  for (const auto& [core, blocks] : on_cores) {
    for (const RunBlock& block : blocks) {
      const Cycle end = std::min(block.end, cycles);
      const Cycle begin = std::min(block.begin, end);
      Times& times = result[name(block.task)];
      times.blocks.emplace_back(begin, end);
      times.core_cycles[static_cast<unsigned>(kind_of(core))] += end - begin;
    }
  }
  return result;
}

std::vector<TaskWork> WorkAccount::tasks(const BlocksByCore& blocks, Cycle cycles,
                                         const TaskName& name) const {
  std::map<std::string, std::map<Path, Sum>> by_name;
  for (const auto& [key, sum] : sums_) {
    by_name[name(std::get<TaskIndex>(key))][std::get<Path>(key)].add(sum);
  }
  std::vector<TaskWork> result;
  for (const auto& [task, times] : times(blocks, cycles, name)) {
    TaskWork work{task, covered(times.blocks), "", 0, {}};
    std::map<std::string, double> shares;
    for (const auto& [path, sum] : by_name[task]) {
      const bool shared = is_shared(path.path);
      PathWork row{text_of(path),
                   shared ? "" : std::string(core_text(path.core)),
                   shared ? "" : std::string(npusim::name(path.pipe)),
                   std::string(unit_of(path.path)),
                   sum.amount,
                   from_micro_cycles(sum.micro_cycles),
                   from_micro_cycles(sum.micro_shape_cycles),
                   shared ? work.cycles : times.core_cycles[static_cast<unsigned>(path.core)]};
      double& share = shares[shared ? row.path : row.core + " " + row.pipe];
      share += row.share();
      if (share > work.bound_share) {
        work.bound_share = share;
        work.bound = shared ? row.path : row.core + " " + row.pipe;
      }
      work.paths.push_back(std::move(row));
    }
    result.push_back(std::move(work));
  }
  return result;
}

/// Lines are told apart as text: addresses differ from process to process.
std::vector<ShapeLine> WorkAccount::shapes(const SourceLookup& sources,
                                           const TaskName& name) const {
  std::map<std::tuple<std::string, std::string, std::string>, Sum> lines;
  for (const auto& [key, sum] : shapes_) {
    lines[{text_of(std::get<Path>(key)), source_text(sources, std::get<Site>(key)),
           name(std::get<TaskIndex>(key))}]
        .add(sum);
  }
  std::vector<ShapeLine> result;
  for (const auto& [key, sum] : lines) {
    const auto& [path, source, task] = key;
    result.push_back({path, source, task, sum.times, from_micro_cycles(sum.micro_cycles),
                      from_micro_cycles(sum.micro_shape_cycles)});
  }
  std::stable_sort(result.begin(), result.end(), [](const ShapeLine& a, const ShapeLine& b) {
    return a.shape_cycles > b.shape_cycles;
  });
  return result;
}

}  // namespace npusim::analysis
