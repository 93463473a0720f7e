// SPDX-License-Identifier: Apache-2.0
// Adds up what tasks have to do at least (models/arch/event.h, WorkEvent), and what they had time
// for: rooflines.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/result/time_report.h"
#include "analysis/time/run_block.h"
#include "analysis/time/task_name.h"
#include "models/arch/event.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class WorkAccount {
 public:
  void add(const WorkEvent& event);

  /// `blocks` are the run's, `cycles` is its length: what still runs then ends there.
  std::vector<TaskWork> tasks(const BlocksByCore& blocks, Cycle cycles, const TaskName& name) const;
  std::vector<ShapeLine> shapes(const SourceLookup& sources, const TaskName& name) const;

 private:
  /// A path as one kind of core has it.
  struct Path {
    WorkPath path;
    MemSpace from, to;
    CoreKind core;
    Pipe pipe;
    friend auto operator<=>(const Path&, const Path&) = default;
  };
  struct Sum {
    std::uint64_t times = 0;
    std::uint64_t amount = 0;
    /// Millionths: whole numbers, so that the order of adding does not matter.
    std::uint64_t micro_cycles = 0, micro_shape_cycles = 0;
    void add(const Sum& other);
  };
  /// Time of all tasks of one name.
  struct Times;

  static Path path_of(const WorkEvent& event);
  static std::string text_of(const Path& path);
  static std::map<std::string, Times> times(const BlocksByCore& on_cores, Cycle cycles,
                                            const TaskName& name);

  std::map<std::tuple<TaskIndex, Path>, Sum> sums_;
  std::map<std::tuple<TaskIndex, Site, Path>, Sum> shapes_;  ///< of those with shape cycles
};

}  // namespace npusim::analysis
